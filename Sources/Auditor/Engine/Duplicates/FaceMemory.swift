import AuditCore

/// The faces that were seen, by matcher, and whose they are. An owner is a decision's number, or a subject's with a minus.
actor FaceMemory {
    /// The matchers in the order of their names.
    nonisolated let matchers: [MatcherDescriptor]
    private var shelves: [String: GalleryShelf]
    private let searchOrder: [String]
    private var next: Int64 = 1
    private let make: IndexMaker

    /// Owners that a search looks at before they are judged by the score that decides.
    private static let depth = 40

    /// Creates a memory of faces that were seen before.
    init(_ policy: Policy, matchers: [MatcherDescriptor], faces: [Face], index: @escaping IndexMaker) {
        make = index
        searchOrder = policy.searchOrder
        self.matchers = Self.searchable(matchers)
        var shelves: [String: GalleryShelf] = [:]
        for matcher in self.matchers { shelves[matcher.name] = GalleryShelf(empty: matcher) }
        for face in faces {
            shelves[face.matcher]?.load(face.template, id: next, of: face.owner)
            next += 1
        }
        self.shelves = shelves
    }

    /// A face that was seen.
    struct Face {
        var template: FaceTemplate
        var matcher: String
        var owner: Int64
    }

    /// The matchers whose templates can be compared, by name.
    static func searchable(_ matchers: [MatcherDescriptor]) -> [MatcherDescriptor] {
        matchers.filter(\.metric.isOfTemplates).sorted { $0.name < $1.name }
    }

    /// Faces that a search of these templates looks at.
    func count(_ probes: [[String: FaceTemplate]]) -> Int {
        searched(probes).map { shelves[$0]?.templateCount ?? 0 } ?? 0
    }

    /// Adds a face.
    func add(_ template: FaceTemplate, by matcher: String, of owner: Int64) async throws(AuditError) {
        // Taken out while it changes, so that nothing is copied.
        if var shelf = shelves.removeValue(forKey: matcher) {
            try await shelf.add(template, id: next, of: owner)
            shelves[matcher] = shelf
        }
        next += 1
    }

    /// The owners whose faces are nearest to one of some photos.
    func nearest(_ probes: [[String: FaceTemplate]]) async throws(AuditError) -> [Int64] {
        guard let name = searched(probes), var shelf = shelves[name] else { return [] }
        var found: [Int64] = []
        for probe in probes {
            guard let template = probe[name] else { continue }
            for owner in try await shelf.nearest(template, subjects: Self.depth, make: make)
            where !found.contains(owner) {
                found.append(owner)
            }
        }
        shelves[name] = shelf
        return found
    }

    /// The best deciding score of an owner's faces against some photos; nil without one.
    func score(_ probes: [[String: FaceTemplate]], owner: Int64, _ judge: FaceJudge) -> Double? {
        let scores = probes.compactMap { probe -> Double? in
            var scores: [String: Double] = [:]
            for (name, template) in probe { scores[name] = shelves[name]?.score(template, subject: owner) }
            return judge.score(scores)
        }
        return scores.max { judge.direction.similarity($0) < judge.direction.similarity($1) }
    }

    private func searched(_ probes: [[String: FaceTemplate]]) -> String? {
        searchOrder.first { name in
            (shelves[name]?.templateCount ?? 0) > 0 && probes.contains { $0[name] != nil }
        }
    }
}
