import AuditCore

/// The block and allow lists as they are at one time, and which of their entries a request meets.
struct ListLookup {
    private let store: AuditStore
    private let budget: Double
    private let judge: FaceJudge?
    private let matchers: [MatcherDescriptor]
    private let time: String
    private let rows: Int
    private let faces: [Face]

    /// A face that an entry is about.
    private struct Face {
        var list: GalleryEvidence.ListHit.Kind
        var entry: Int64
        var templates: [String: FaceTemplate]
    }

    /// Loads the listed faces.
    /// - Parameters:
    ///   - time: RFC 3339 UTC; entries that have expired by then do not count.
    ///   - rows: Requests that share the budget of alerts.
    init(
        _ store: AuditStore, policy: Policy, matchers: [MatcherDescriptor], at time: String, rows: Int
    ) throws(AuditError) {
        self.store = store
        self.matchers = FaceMemory.searchable(matchers)
        self.time = time
        self.rows = rows
        budget = policy.duplicates.alertsANight
        judge = FaceJudge(policy)
        let versions = Dictionary(matchers.map { ($0.name, $0.templateVersion) }) { first, _ in first }
        faces = try store.listEntries(at: time).compactMap { stored in
            guard case .face(let templates) = stored.entry.content else { return nil }
            let usable = templates.filter { versions[$0.matcher] == $0.version }
            let byMatcher = Dictionary(usable.map { ($0.matcher, $0.template) }) { first, _ in first }
            return byMatcher.isEmpty ? nil : Face(list: stored.entry.list, entry: stored.id, templates: byMatcher)
        }
    }

    /// The entries that a request meets: by what it says, then by its faces.
    func hits(
        _ request: VerificationRequest, _ probes: [[String: FaceTemplate]]
    ) throws(AuditError) -> [GalleryEvidence.ListHit] {
        let values = VelocitySettings.fields.compactMap { field in
            field.value(subjectID: request.subjectID, request.personal).map { (field, $0) }
        }
        let hits = try store.listMatches(values, at: time).map {
            GalleryEvidence.ListHit(list: $0.list, entry: $0.entry, field: $0.field.rawValue)
        }
        guard let judge, !probes.isEmpty, !faces.isEmpty else { return hits }
        let threshold = judge.threshold(
            AlertBudget(alerts: budget, probes: rows * probes.count, templates: faces.count)
        ).value
        return hits
            + faces.compactMap { face in
                let scores = probes.compactMap { probe -> Double? in
                    var scores: [String: Double] = [:]
                    for matcher in matchers {
                        guard let mine = probe[matcher.name], let theirs = face.templates[matcher.name] else {
                            continue
                        }
                        scores[matcher.name] = matcher.metric.score(mine, theirs)
                    }
                    return judge.score(scores)
                }
                guard
                    let best = scores.max(by: { judge.direction.similarity($0) < judge.direction.similarity($1) }),
                    judge.direction.isMatch(score: best, threshold: threshold)
                else { return nil }
                return GalleryEvidence.ListHit(list: face.list, entry: face.entry, field: "face", score: best)
            }
    }
}

extension OpenRequest {
    /// The templates of each photo that shows the person, by matcher.
    var probes: [[String: FaceTemplate]] {
        request.kind.facePhotos.compactMap { role in
            sights.first { $0.record.role == role }?.templates
        }.filter { !$0.isEmpty }
    }
}
