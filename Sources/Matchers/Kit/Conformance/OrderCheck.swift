import AuditCore

/// Answers come in the order of the requests, each with its id.
struct OrderCheck: ConformanceCheck {
    let id = "order"
    let title = "Many requests to one process are answered in order, each with its own id and its own template."

    private static let rounds = 4

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            let photos = [bench.photos.person, bench.photos.samePerson, bench.photos.otherPerson]
            var first: [FaceTemplate] = []
            // The channel refuses an answer with another id; a template that belongs to another photo is seen here.
            for round in 0..<Self.rounds {
                for (index, photo) in photos.enumerated() {
                    let template = try await pool.template(photo)
                    if round == 0 { first.append(template) }
                    guard template == first[index] else {
                        return .failed("request \(round * photos.count + index + 1) got another photo's template")
                    }
                }
            }
            return .passed("\(Self.rounds * photos.count) requests")
        }
    }
}
