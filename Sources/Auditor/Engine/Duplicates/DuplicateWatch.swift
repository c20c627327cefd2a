import AuditCore

/// Looks at every request of a run, in the rows' order, for what ties it to earlier ones: those of the database, and the
/// rows before it. So that it answers the same for any number of workers and after an interruption, what was committed
/// before this start comes from the store alone, and what came since from memory alone.
actor DuplicateWatch {
    private let store: AuditStore
    private let policy: Policy
    private let judge: FaceJudge?
    private let rows: Int
    /// The number that the decision of row `first` gets.
    private let base: Int64
    private let first: Int
    private let since: String
    private let sinceYesterday: String
    private let faces: FaceMemory
    private var recent = RecentRequests()
    /// Who owners of faces and earlier requests say to be, in so many words.
    private var people: [Int64: Person] = [:]
    private let enrolled: EnrolledPeople
    private var hashes: [(hash: UInt64, decision: Int64)] = []
    private let lists: ListLookup?

    /// Links of a kind that are recorded: more would tell nothing more.
    static let mostLinks = 10
    /// Requests that share a value and are looked at.
    static let mostSharing = 200

    /// Loads what was seen.
    /// - Parameters:
    ///   - rows: Searches that the budget is divided by, a person's photos as one (`NightShare`).
    ///   - first: The first row that is not decided yet.
    init(
        _ store: AuditStore, policy: Policy, matchers: [MatcherDescriptor], run: RunRecord, rows: Int, first: Int,
        index: @escaping IndexMaker
    ) throws(AuditError) {
        self.store = store
        self.policy = policy
        self.rows = rows
        self.first = first
        judge = FaceJudge(policy)
        enrolled = EnrolledPeople(store)
        base = try store.nextDecisionNumber()
        since = UTCTime.text(run.started, minusHours: 24 * policy.duplicates.windowDays)
        sinceYesterday = UTCTime.text(run.started, minusHours: 24)
        var seen = Seen()
        if policy.keepsFaces {
            try seen.load(FaceMemory.searchable(matchers), from: store, since: since)
        }
        faces = FaceMemory(policy, matchers: matchers, faces: seen.faces, index: index)
        hashes = seen.hashes
        if first > 1 { try recent.load(run, from: store) }
        lists =
            policy.checks[.lists] == nil
            ? nil : try ListLookup(store, policy: policy, matchers: matchers, at: run.started, rows: rows)
    }

    /// What there is to say of a request.
    func observe(_ open: OpenRequest) async throws(AuditError) -> GalleryEvidence {
        var evidence = GalleryEvidence()
        evidence.watch = GalleryEvidence.Watch(checks: policy.watched.map(\.rawValue))
        // Nobody vouches for what such a row says.
        if case .failed = open.intake { return evidence }
        // A number that was only read is shared with others, and says less surely who somebody is than a claim.
        let request = open.seen
        let person = try enrolled.complete(Person(claiming: open.request))
        let probes = open.probes
        if policy.checks[.duplicates] != nil {
            try await findFaces(probes, person, request.kind, into: &evidence)
            try shareFields(request, person, into: &evidence)
            try sharePhotos(open, person, into: &evidence)
        }
        if policy.checks[.velocity] != nil { try count(request, person, into: &evidence) }
        evidence.listed = try lists?.hits(request, probes) ?? []
        return evidence
    }

    /// Takes up a request that has been decided, for the rows after it.
    func take(_ open: OpenRequest, as row: DecidedRow) async throws(AuditError) {
        if case .failed = open.intake { return }
        let decision = base + Int64(open.row.row - first)
        let person = Person(
            requestID: open.request.requestID, kind: open.request.kind, subjectID: row.record.subjectID,
            isApproved: row.record.outcome == .approved, open.request.personal)
        people[decision] = person
        recent.add(open, person.keys, subjectID: row.record.subjectID, decision)
        if let enrolment = row.enrolment { try enrolled.add(enrolment, said: person.keys) }
        guard policy.keepsFaces else { return }
        for face in seen(open) {
            try await faces.add(face.template, by: face.matcher, of: decision)
        }
        for hash in Set(open.sights.compactMap(\.photoHash)) { hashes.append((hash, decision)) }
    }

    /// The faces of a request that are kept with its decision.
    func seen(_ open: OpenRequest) -> [SeenFace] {
        if case .failed = open.intake { return [] }
        guard policy.keepsFaces else { return [] }
        return open.request.kind.facePhotos.flatMap { role -> [SeenFace] in
            guard let sight = open.sights.first(where: { $0.record.role == role }) else { return [] }
            return faces.matchers.compactMap { matcher in
                sight.templates[matcher.name].map {
                    SeenFace(
                        role: role, matcher: matcher.name, version: matcher.templateVersion, template: $0,
                        photoHash: sight.photoHash)
                }
            }
        }
    }

    private func findFaces(
        _ probes: [[String: FaceTemplate]], _ person: Person, _ kind: RequestKind,
        into evidence: inout GalleryEvidence
    ) async throws(AuditError) {
        guard policy.duplicates.face, let judge, !probes.isEmpty else { return }
        let count = await faces.count(probes)
        let budget = AlertBudget(
            alerts: policy.duplicates.alertsANight, probes: rows * probes.count, templates: count)
        let threshold = judge.threshold(budget)
        evidence.watch?.matcher = judge.matcher
        evidence.watch?.faces = count * probes.count
        evidence.watch?.threshold = threshold.value
        evidence.watch?.basis = threshold.basis.rawValue
        evidence.watch?.falseMatchRate = threshold.rate
        evidence.watch?.rejectThreshold = judge.band.reject
        var links: [GalleryEvidence.Link] = []
        // Who asks who they are is under no name that another one could be.
        let near = person.claimsNobody ? [] : try await faces.nearest(probes)
        for owner in near {
            // Enrolments are held against the subjects by the gallery itself.
            if owner < 0, kind == .enrol { continue }
            guard let score = await faces.score(probes, owner: owner, judge),
                judge.direction.isMatch(score: score, threshold: threshold.value),
                let other = try party(owner), !other.claimsNobody, try !enrolled.isSame(person, other)
            else { continue }
            links.append(link(.sameFaceOtherIdentity, owner, judge, score))
        }
        evidence.links += best(links, judge)
        links = []
        for owner in try samePeople(person) {
            guard let score = await faces.score(probes, owner: owner, judge), judge.isOther(score) else { continue }
            links.append(link(.sameIdentityOtherFace, owner, judge, score))
        }
        evidence.links += best(links, judge)
    }

    private func link(
        _ kind: GalleryEvidence.Link.Kind, _ owner: Int64, _ judge: FaceJudge, _ score: Double
    ) -> GalleryEvidence.Link {
        GalleryEvidence.Link(
            kind: kind, decision: owner > 0 ? owner : nil, subject: owner < 0 ? -owner : nil, matcher: judge.matcher,
            score: score)
    }

    /// The most alike, or for one identity's other faces those that were seen first.
    private func best(_ links: [GalleryEvidence.Link], _ judge: FaceJudge) -> [GalleryEvidence.Link] {
        let sorted = links.enumerated().sorted { x, y in
            let (a, b) = (
                judge.direction.similarity(x.element.score ?? 0), judge.direction.similarity(y.element.score ?? 0)
            )
            return a != b ? a > b : x.offset < y.offset
        }
        return sorted.prefix(Self.mostLinks).map(\.element)
    }

    /// Earlier requests of the same person.
    private func samePeople(
        _ person: Person
    ) throws(AuditError) -> ArraySlice<Int64> {
        var found: Set<Int64> = recent.people(person.keys)
        let fields: [(PersonKeys.Kind, BlindIndex.Field)] = [
            (.subject, .subjectID), (.nationalID, .nationalID), (.document, .documentNumber),
        ]
        for (kind, field) in fields {
            for key in person.keys.all where key.kind == kind {
                let value = key.value.split(separator: "\u{0}").first.map(String.init) ?? key.value
                let sharing = try store.requests(
                    sharing: value, in: field, before: base, since: since, newest: Self.mostLinks)
                found.formUnion(sharing.map(\.decision))
            }
        }
        var same: [Int64] = []
        for decision in found.sorted() {
            if let other = try party(decision), person.keys.isSame(as: other.keys) { same.append(decision) }
        }
        return same.suffix(Self.mostLinks)
    }

    private func shareFields(
        _ request: VerificationRequest, _ person: Person,
        into evidence: inout GalleryEvidence
    ) throws(AuditError) {
        for field in policy.duplicates.same {
            guard let kind = field.link, let value = field.value(subjectID: request.subjectID, request.personal) else {
                continue
            }
            var links: [GalleryEvidence.Link] = []
            for earlier in try sharing(value, field, since: since) where links.count < Self.mostLinks {
                guard let other = try party(earlier.decision),
                    person.keys.isComparable(with: other.keys, ignoring: field.personKey),
                    !person.keys.isSame(as: other.keys, ignoring: field.personKey)
                else { continue }
                links.append(GalleryEvidence.Link(kind: kind, decision: earlier.decision))
            }
            evidence.links += links
        }
    }

    private func sharePhotos(
        _ open: OpenRequest, _ person: Person, into evidence: inout GalleryEvidence
    ) throws(AuditError) {
        var same: Set<Int64> = []
        for photo in open.sights {
            guard let sha256 = photo.record.sha256 else { continue }
            for earlier in try sharing(sha256, .photo, since: since) {
                guard let other = try party(earlier.decision), try !enrolled.isSame(person, other) else { continue }
                same.insert(earlier.decision)
            }
        }
        evidence.links += same.sorted().prefix(Self.mostLinks).map {
            GalleryEvidence.Link(kind: .samePhoto, decision: $0)
        }
        if let limit = policy.duplicates.nearBits {
            let mine = open.sights.compactMap(\.photoHash)
            var near: [Int64: Int] = [:]
            for hash in mine {
                for (other, decision) in hashes where !same.contains(decision) {
                    let distance = (hash ^ other).nonzeroBitCount
                    guard distance <= limit, distance < near[decision] ?? .max else { continue }
                    guard let owner = try party(decision), try !enrolled.isSame(person, owner) else { continue }
                    near[decision] = distance
                }
            }
            let nearest = near.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(Self.mostLinks)
            evidence.links += nearest.map {
                GalleryEvidence.Link(kind: .nearPhoto, decision: $0.key, score: Double($0.value))
            }
        }
        if let link = PhotoOfPhoto.link(open, nearBits: policy.duplicates.nearBits) { evidence.links.append(link) }
    }

    private func count(
        _ request: VerificationRequest, _ person: Person, into evidence: inout GalleryEvidence
    ) throws(AuditError) {
        // To enrol several photos of somebody is no haste.
        guard request.kind != .enrol else { return }
        for field in policy.velocity.by {
            guard let value = field.value(subjectID: person.subjectID, request.personal) else { continue }
            let earlier = try sharing(value, field, since: sinceYesterday)
            let ids = Set(earlier.filter { $0.kind != RequestKind.enrol.rawValue }.map(\.requestID))
            evidence.velocity.append(
                GalleryEvidence.VelocityCount(
                    by: field.rawValue, count: ids.union([request.requestID]).count, hours: 24))
        }
    }

    /// Requests that share a value, oldest first: of the store what is not this start's, of memory the rest.
    private func sharing(
        _ value: String, _ field: BlindIndex.Field, since time: String
    ) throws(AuditError) -> ArraySlice<SharingRequest> {
        let stored = try store.requests(
            sharing: value, in: field, before: base, since: time, newest: Self.mostSharing)
        // The newest of all, so that it does not matter which of them an interruption left to the store.
        return (stored + recent.sharing(value, field)).suffix(Self.mostSharing)
    }

    /// Who an owner of a face says to be, as far as is known now; nil once it was erased.
    private func party(_ owner: Int64) throws(AuditError) -> Person? {
        if people[owner] == nil, owner < 0 {
            people[owner] = try store.subject(number: -owner).map(Person.init)
        } else if people[owner] == nil, let request = try store.decidedRequest(owner),
            let data = try store.requestData(decision: owner)
        {
            people[owner] = Person(request, subjectID: data.subjectID, data.personal)
        }
        return try people[owner].map { person throws(AuditError) in try enrolled.complete(person) }
    }
}
