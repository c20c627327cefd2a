import AuditCore

/// The matcher tells people apart, in the direction that it states.
struct CanaryCheck: ConformanceCheck {
    let id = "canary"
    let title = "Two photos of one person score more alike than photos of two people, by the self-test's margin."

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            var templates: [FaceTemplate] = []
            for photo in [bench.photos.person, bench.photos.samePerson, bench.photos.otherPerson] {
                templates.append(try await pool.template(photo))
            }
            let metric = pool.descriptor.metric
            if let problem = bench.photos.problem(metric: metric, templates: templates) { return .failed(problem) }
            let scores = [1, 2].map { metric.score(templates[0], templates[$0]) ?? .nan }
            return .passed("same person \(scores[0]), another person \(scores[1])")
        }
    }
}
