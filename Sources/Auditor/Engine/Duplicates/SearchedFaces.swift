import AuditCore

/// Every face of the store that can be compared, whose it is, and which photo it is on.
struct SearchedFaces {
    /// The templates of one photo, by matcher.
    typealias Photo = [String: FaceTemplate]

    /// Whose faces there are.
    private(set) var owners: [DuplicatesBuilder.Owner] = []
    private(set) var photos: [DuplicatesBuilder.Owner: [Photo]] = [:]
    /// The photos' perceptual hashes.
    private(set) var hashes: [(hash: UInt64, owner: DuplicatesBuilder.Owner)] = []

    /// Loads the faces.
    init(_ store: AuditStore, matchers: [MatcherDescriptor], since: String?) throws(AuditError) {
        var byRole: [DuplicatesBuilder.Owner: [String: Photo]] = [:]
        var hashed: Set<String> = []
        var hashes: [(hash: UInt64, owner: DuplicatesBuilder.Owner)] = []
        do {
            for matcher in matchers {
                let (name, version) = (matcher.name, matcher.templateVersion)
                var seen: Set<Int64> = []
                try store.eachSeenFace(matcher: name, version: version, since: since) { face in
                    seen.insert(face.decision)
                    let owner = DuplicatesBuilder.Owner.decision(face.decision)
                    byRole[owner, default: [:]][face.role.rawValue, default: [:]][name] = face.template
                    if let hash = face.photoHash, hashed.insert("\(face.decision) \(hash)").inserted {
                        hashes.append((hash, owner))
                    }
                }
                var photos: [Int64: Int] = [:]
                try store.eachTemplate(of: name, version: version) { stored in
                    // What a request enrolled is there as the request's.
                    if let decision = stored.decision, seen.contains(decision) { return }
                    let photo = photos[stored.subject, default: 0]
                    photos[stored.subject] = photo + 1
                    byRole[.subject(stored.subject), default: [:]]["\(photo)", default: [:]][name] = stored.template
                }
            }
        } catch let error as AuditError {
            throw error
        } catch {
            throw AuditError(.databaseInvalid, "the faces that were seen cannot be read: \(error)")
        }
        self.hashes = hashes
        photos = byRole.mapValues { roles in roles.sorted { $0.key < $1.key }.map(\.value) }
        owners = photos.keys.sorted()
    }

    /// The best deciding score of two owners; nil without one.
    func score(
        _ a: DuplicatesBuilder.Owner, _ b: DuplicatesBuilder.Owner, _ metrics: [String: ScoreMetric], _ judge: FaceJudge
    ) -> Double? {
        var best: Double?
        for mine in photos[a, default: []] {
            for theirs in photos[b, default: []] {
                var scores: [String: Double] = [:]
                for (name, template) in mine {
                    guard let other = theirs[name] else { continue }
                    scores[name] = metrics[name]?.score(template, other)
                }
                guard let score = judge.score(scores) else { continue }
                let isBetter = best.map { judge.direction.similarity(score) > judge.direction.similarity($0) } ?? true
                if isBetter { best = score }
            }
        }
        return best
    }
}
