public import AuditCore

/// Everything that was seen against everything: requests and enrolled subjects, by faces, fields and photos.
public struct DuplicateSearch: Sendable {
    private let store: AuditStore
    private let policy: Policy
    private let index: IndexMaker
    private let since: String?
    private let stop: StopRequest

    /// Faces that are searched at once.
    static let block = 256
    /// The nearest faces of each that are judged.
    static let depth = 41
    /// Blocks between two savings of what was found.
    static let blocksPerSave = 8

    /// Prepares a search.
    /// - Parameters:
    ///   - policy: its matchers, thresholds and settings of `duplicates`, the defaults if it does not ask for them.
    ///   - since: only requests of runs begun on or after this date, `YYYY-MM-DD`; nil for all.
    public init(
        _ store: AuditStore, policy: Policy, since: String?, stop: StopRequest,
        index: @escaping IndexMaker = ExactIndex.maker
    ) {
        self.store = store
        self.policy = policy
        self.since = since
        self.stop = stop
        self.index = index
    }

    /// Searches, or goes on with what was stopped.
    /// - Parameter progress: called with the faces that have been searched and all of them.
    /// - Throws: `interrupted` when asked to stop: the same search goes on later; what the store and the index throw.
    public func record(
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(AuditError) -> DuplicatesRecord {
        var people: [DuplicatesBuilder.Owner: DuplicatesBuilder.Party] = [:]
        let enrolled = EnrolledPeople(store)
        var signs = FieldSigns(policy.duplicates)
        do {
            try store.eachRequest(since: since) { request in
                guard let data = try store.requestData(decision: request.decision) else { return }
                let party = DuplicatesBuilder.Party(
                    request, try enrolled.complete(Person(request, subjectID: data.subjectID, data.personal)))
                people[.decision(request.decision)] = party
                signs.add(.decision(request.decision), party, data.known, request.images)
            }
            try store.eachSubject { subject in
                guard subject.state == .active else { return }
                people[.subject(subject.number)] = try store.party(.subject(subject.number), enrolled)
            }
        } catch let error as AuditError {
            throw error
        } catch {
            throw AuditError(.databaseInvalid, "the requests cannot be read: \(error)")
        }
        var builder = DuplicatesBuilder(enrolled)
        try signs.link(people, enrolled, into: &builder)
        let (matchers, notices) = try matchers()
        let faces = try SearchedFaces(store, matchers: matchers, since: since)
        let search = try await searchFaces(faces, matchers, people, enrolled, &builder, progress)
        try linkPhotos(faces, people, enrolled, &builder)
        let requests = people.keys.count { if case .decision = $0 { true } else { false } }
        let without = try store.requestsWithoutFaces(since: since).count { people[.decision($0)] != nil }
        let unkept =
            without == 0
            ? []
            : [
                "\(without) of \(requests) requests have no face that was kept: their policy did not name duplicates, or "
                    + "they showed none. Their other signs were compared."
            ]
        return DuplicatesRecord(
            since: since, requests: requests, search: search, groups: try builder.groups { people[$0] },
            notices: notices + unkept)
    }

    /// The matchers of the policy in the version of which there are most faces; another version's are not compared.
    private func matchers() throws(AuditError) -> ([MatcherDescriptor], notices: [String]) {
        let versions = try store.seenVersions()
        var known: [String: MatcherDescriptor] = [:]
        for run in try store.runs() {
            for matcher in run.matchers where matcher.metric.isOfTemplates { known[matcher.templateVersion] = matcher }
        }
        var notices: [String] = []
        let matchers = policy.workers.compactMap { name -> MatcherDescriptor? in
            let own = versions.filter { $0.matcher == name }
            let others = own.dropFirst().reduce(0) { $0 + $1.count }
            if others > 0 { notices.append("\(others) faces of \(name) are of other versions and were not compared.") }
            return own.first.flatMap { known[$0.version] }
        }
        return (matchers, notices)
    }

    private func searchFaces(
        _ faces: SearchedFaces, _ matchers: [MatcherDescriptor],
        _ people: [DuplicatesBuilder.Owner: DuplicatesBuilder.Party], _ enrolled: EnrolledPeople,
        _ builder: inout DuplicatesBuilder, _ report: @Sendable (Int, Int) -> Void
    ) async throws(AuditError) -> DuplicatesRecord.Search? {
        guard policy.duplicates.face, let judge = FaceJudge(policy), let first = matchers.first else { return nil }
        let search = matchers.first { $0.name == policy.searchOrder.first } ?? first
        let metrics = Dictionary(matchers.map { ($0.name, $0.metric) }) { first, _ in first }
        var entries: [(owner: Int, template: FaceTemplate)] = []
        for (place, owner) in faces.owners.enumerated() {
            for photo in faces.photos[owner, default: []] {
                if let template = photo[search.name] { entries.append((place, template)) }
            }
        }
        guard entries.count > 1 else { return nil }
        let budget = AlertBudget(
            alerts: policy.duplicates.alertsANight, probes: entries.count, templates: max(1, (entries.count - 1) / 2))
        let threshold = judge.threshold(budget)
        let path = SearchProgress.path(database: store.path)
        var state = SearchProgress.load(
            path, key: key(matchers, faces: entries.count, owners: faces.owners, threshold: threshold.value))
        if state.position < entries.count {
            let index = try await index(
                search, entries.enumerated().map { (id: Int64($0.offset), template: $0.element.template) })
            var blocks = 0
            while state.position < entries.count {
                guard !stop.isMade else {
                    try state.save(path)
                    throw AuditError(
                        .interrupted,
                        "stopped after \(state.position) of \(entries.count) faces: the same command goes on from there"
                    )
                }
                let end = min(state.position + Self.block, entries.count)
                let range = state.position..<end
                let hits = try await index.nearest(range.map { entries[$0].template }, count: Self.depth)
                for (place, found) in zip(range, hits) {
                    let mine = entries[place].owner
                    for hit in found {
                        let theirs = entries[Int(hit.id)].owner
                        guard theirs != mine else { continue }
                        let (a, b) = (faces.owners[mine], faces.owners[theirs])
                        guard let x = people[a]?.person, let y = people[b]?.person, !x.claimsNobody, !y.claimsNobody,
                            try !enrolled.isSame(x, y),
                            let score = faces.score(a, b, metrics, judge),
                            judge.direction.isMatch(score: score, threshold: threshold.value)
                        else { continue }
                        let link = SearchProgress.Link(a: min(a, b).number, b: max(a, b).number, score: score)
                        state.links.append(link)
                    }
                }
                state.position = end
                blocks += 1
                report(end, entries.count)
                if blocks % Self.blocksPerSave == 0 { try state.save(path) }
            }
            try state.save(path)
        }
        var pairs: Set<String> = []
        for link in state.links where pairs.insert("\(link.a) \(link.b)").inserted {
            builder.link(
                .init(link.a), .init(link.b), .sameFaceOtherIdentity, matcher: judge.matcher, score: link.score)
        }
        linkOtherFaces(faces, metrics, judge, people, &builder)
        SearchProgress.remove(path)
        let count = Double(entries.count)
        return DuplicatesRecord.Search(
            matcher: judge.matcher, faces: entries.count, comparisons: count * (count - 1) / 2,
            threshold: threshold.value, basis: threshold.basis.rawValue, falseMatchRate: threshold.rate,
            links: pairs.count)
    }

    /// One identity with two faces: each owner against the earlier ones that say to be the same.
    private func linkOtherFaces(
        _ faces: SearchedFaces, _ metrics: [String: ScoreMetric], _ judge: FaceJudge,
        _ people: [DuplicatesBuilder.Owner: DuplicatesBuilder.Party], _ builder: inout DuplicatesBuilder
    ) {
        var byKey: [String: [DuplicatesBuilder.Owner]] = [:]
        for owner in faces.owners {
            guard let party = people[owner] else { continue }
            var met: Set<DuplicatesBuilder.Owner> = []
            for (kind, value) in party.person.keys.all {
                let key = "\(kind.rawValue) \(value)"
                for other in byKey[key, default: []].suffix(DuplicateWatch.mostLinks) where met.insert(other).inserted {
                    guard let earlier = people[other], party.person.keys.isSame(as: earlier.person.keys),
                        let score = faces.score(owner, other, metrics, judge), judge.isOther(score)
                    else { continue }
                    builder.link(other, owner, .sameIdentityOtherFace, matcher: judge.matcher, score: score)
                }
                byKey[key, default: []].append(owner)
            }
        }
    }

    /// Photos that are nearly the same under different identities.
    private func linkPhotos(
        _ faces: SearchedFaces, _ people: [DuplicatesBuilder.Owner: DuplicatesBuilder.Party],
        _ enrolled: EnrolledPeople, _ builder: inout DuplicatesBuilder
    ) throws(AuditError) {
        guard let limit = policy.duplicates.nearBits else { return }
        let hashes = faces.hashes
        for i in hashes.indices {
            for j in hashes.indices[(i + 1)...] {
                let distance = (hashes[i].hash ^ hashes[j].hash).nonzeroBitCount
                guard distance <= limit, hashes[i].owner != hashes[j].owner,
                    let a = people[hashes[i].owner], let b = people[hashes[j].owner],
                    try !enrolled.isSame(a.person, b.person),
                    Set(a.faces.map(\.sha256)).isDisjoint(with: b.faces.map(\.sha256))
                else { continue }
                builder.link(hashes[i].owner, hashes[j].owner, .nearPhoto, score: Double(distance))
            }
        }
    }

    private func key(
        _ matchers: [MatcherDescriptor], faces: Int, owners: [DuplicatesBuilder.Owner], threshold: Double
    ) -> String {
        let ends = [owners.first, owners.last].compactMap { $0 }.map { String($0.number) }
        return SHA256Hex.digest(
            parts: ["identity-auditor/duplicates-search/2", policy.sha256, since ?? "", String(faces)]
                + [String(owners.count), "\(threshold)"] + ends + matchers.map(\.templateVersion))
    }
}

extension DuplicatesBuilder.Owner {
    /// A subject's with a minus.
    var number: Int64 {
        switch self {
        case .decision(let id): id
        case .subject(let number): -number
        }
    }

    init(_ number: Int64) { self = number < 0 ? .subject(-number) : .decision(number) }
}
