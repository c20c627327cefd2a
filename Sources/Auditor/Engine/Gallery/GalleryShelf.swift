import AuditCore

/// The templates of one matcher in one version: who they are of, and an index that is made when somebody is searched.
struct GalleryShelf {
    let matcher: MatcherDescriptor
    /// By subject, in the order of their numbers.
    private(set) var templates: [Int64: [FaceTemplate]] = [:]
    private var owners: [Int64: Int64] = [:]
    private var mostOfOne = 0
    private var index: (any TemplateIndex)?

    /// An empty one, for owners of another kind than subjects.
    init(empty matcher: MatcherDescriptor) { self.matcher = matcher }

    init(_ matcher: MatcherDescriptor, source: any GallerySource) throws(AuditError) {
        self.matcher = matcher
        do {
            try source.eachTemplate(of: matcher.name, version: matcher.templateVersion) { stored in
                note(stored.template, id: stored.id, of: stored.subject)
            }
        } catch let error as AuditError {
            throw error
        } catch {
            throw AuditError(.databaseInvalid, "the gallery cannot be read: \(error)")
        }
    }

    /// Subjects with a template.
    var subjectCount: Int { templates.count }
    /// Templates that are searched.
    var templateCount: Int { owners.count }

    /// The best score of a subject's templates against a face; nil when it has none.
    func score(_ probe: FaceTemplate, subject: Int64) -> Double? {
        let scores = templates[subject, default: []].compactMap { matcher.metric.score(probe, $0) }
        return scores.max { matcher.direction.similarity($0) < matcher.direction.similarity($1) }
    }

    /// Adds a template before the first search.
    mutating func load(_ template: FaceTemplate, id: Int64, of owner: Int64) { note(template, id: id, of: owner) }

    /// Adds a template that was not loaded.
    mutating func add(_ template: FaceTemplate, id: Int64, of subject: Int64) async throws(AuditError) {
        note(template, id: id, of: subject)
        try await index?.add([(id, template)])
    }

    /// The subjects that are nearest to a face, best first; ties by the lower number of the template.
    mutating func nearest(
        _ probe: FaceTemplate, subjects count: Int, make: IndexMaker
    ) async throws(AuditError) -> [Int64] {
        let index = try await searchable(make)
        // Each subject may fill several places of the ranking.
        let hits = try await index.nearest([probe], count: min(templateCount, count * mostOfOne))[0]
        var found: [Int64] = []
        for hit in hits {
            guard let owner = owners[hit.id] else {
                throw AuditError(.internalError, "the search found a template that nobody has")
            }
            if !found.contains(owner) { found.append(owner) }
        }
        return Array(found.prefix(count))
    }

    private mutating func searchable(_ make: IndexMaker) async throws(AuditError) -> any TemplateIndex {
        if let index { return index }
        let index = try await make(matcher, places.map { ($0.id, templates[$0.subject, default: []][$0.place]) })
        self.index = index
        return index
    }

    /// Every template's number with its subject and its place among the subject's.
    private var places: [(id: Int64, subject: Int64, place: Int)] {
        var taken: [Int64: Int] = [:]
        return owners.sorted { $0.key < $1.key }.map { id, subject in
            defer { taken[subject, default: 0] += 1 }
            return (id, subject, taken[subject, default: 0])
        }
    }

    private mutating func note(_ template: FaceTemplate, id: Int64, of subject: Int64) {
        owners[id] = subject
        templates[subject, default: []].append(template)
        mostOfOne = max(mostOfOne, templates[subject, default: []].count)
    }
}
