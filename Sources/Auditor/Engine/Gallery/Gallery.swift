public import AuditCore

/// The enrolled subjects as a run sees them: those of the store, and those that earlier rows of the run enrolled and that
/// are not committed yet. Asked and changed row by row in manifest order, so that what it answers is the same for any
/// number of workers.
public actor Gallery {
    private let source: any GallerySource
    private let policy: Policy
    private let probes: Int
    private let makeIndex: IndexMaker
    private var shelves: [String: GalleryShelf] = [:]
    /// Subjects that this run enrolled, by the customer's key.
    private var fresh: [String: FreshSubject] = [:]
    private var usernames: [String: Int64]?
    private var nextSubject: Int64
    private var nextTemplate: Int64
    private let versions: [String: String]

    /// What this run added to a subject, be it new or not.
    private struct FreshSubject {
        let number: Int64
        var username: String?
        var hasAddress = false
        /// The matchers that have a template of it, by photo.
        var photos: [String: Set<String>] = [:]
    }

    /// Fewest subjects that a search looks at before they are ranked by the score that decides.
    private static let searchDepth = 20

    /// Loads the templates of matchers in their versions.
    /// - Parameters:
    ///   - matchers: Those that run.
    ///   - probes: Searches that the run makes.
    ///   - share: The run's part of a night's budget of alerts; nil for a search that has it all.
    ///   - index: Makes the index of a matcher that is searched.
    /// - Throws: what the store throws.
    public init(
        _ source: any GallerySource, policy: Policy, matchers: [MatcherDescriptor], probes: Int,
        share: NightShare? = nil,
        index: @escaping IndexMaker = ExactIndex.maker
    ) throws(AuditError) {
        self.source = source
        self.policy = policy
        self.probes = share?.probes(probes) ?? probes
        makeIndex = index
        var shelves: [String: GalleryShelf] = [:]
        for matcher in matchers where matcher.metric.isOfTemplates {
            shelves[matcher.name] = try GalleryShelf(matcher, source: source)
        }
        self.shelves = shelves
        versions = Dictionary(uniqueKeysWithValues: matchers.map { ($0.name, $0.templateVersion) })
        nextSubject = try source.nextSubjectNumber()
        nextTemplate = try source.nextTemplateNumber()
    }

    /// What the gallery says of a request.
    /// - Parameters:
    ///   - templates: Of the selfie, by matcher.
    ///   - photo: SHA-256 of the selfie.
    ///   - replaces: Whether an enrolment takes the place of all that the subject had.
    func answer(
        _ request: VerificationRequest, templates: [String: FaceTemplate], photo: String?, replaces: Bool = false
    ) async throws(AuditError) -> GalleryEvidence {
        switch request.kind {
        case .compare: return GalleryEvidence()
        case .verify:
            var evidence = try claim(of: request)
            if evidence.claim == .enrolled, let own = evidence.subject {
                evidence.candidates = [candidate(own, rank: 1, templates)]
            }
            return evidence
        case .identify:
            return try await search(templates, except: nil, into: GalleryEvidence())
        case .enrol:
            var evidence = try claim(of: request)
            // Whoever is enrolled anew is compared with nothing of before.
            if replaces { evidence.claim = .unknown }
            guard let own = evidence.subject, !replaces else {
                return try await search(templates, except: evidence.subject, into: evidence)
            }
            if evidence.claim == .enrolled { evidence.candidates = [candidate(own, rank: 1, templates)] }
            if let photo, try isEnrolled(photo, of: own, templates, anyVersion: evidence.claim == .outdated) {
                evidence.links = [GalleryEvidence.Link(kind: .samePhoto, subject: own)]
            }
            guard !evidence.isEnrolledPhoto else { return evidence }
            return try await search(templates, except: own, into: evidence)
        }
    }

    /// Takes up a face that was approved, so that later rows meet it.
    /// - Parameter replaces: Whether the templates take the place of all that the subject had; the gallery is then to be
    ///   loaded anew.
    /// - Returns: what is to be committed; nil without a template.
    func enrol(
        _ request: VerificationRequest, templates: [String: FaceTemplate], photo: String?, evidence: GalleryEvidence,
        replaces: Bool = false
    ) async throws(AuditError) -> Enrolment? {
        guard let subjectID = request.subjectID else { return nil }
        var enrolled: [EnrolledTemplate] = []
        for name in policy.workers {
            guard let template = templates[name], let version = versions[name] else { continue }
            enrolled.append(EnrolledTemplate(matcher: name, version: version, template: template))
        }
        guard !enrolled.isEmpty else { return nil }
        let number = evidence.subject ?? nextSubject
        if evidence.subject == nil { nextSubject += 1 }
        var added = fresh[subjectID] ?? FreshSubject(number: number)
        if let photo { added.photos[photo, default: []].formUnion(enrolled.map(\.matcher)) }
        added.username = request.personal["username"] ?? added.username
        if request.personal["email"] != nil { added.hasAddress = true }
        fresh[subjectID] = added
        for template in enrolled {
            // Taken out while it changes, so that nothing is copied.
            if var shelf = shelves.removeValue(forKey: template.matcher) {
                try await shelf.add(template.template, id: nextTemplate, of: number)
                shelves[template.matcher] = shelf
            }
            nextTemplate += 1
        }
        return Enrolment(
            subject: number, isNewSubject: evidence.subject == nil, subjectID: subjectID,
            name: request.personal["full_name"], email: request.personal["email"],
            username: request.personal["username"], templates: enrolled, imageSHA256: photo, replaces: replaces)
    }

    /// The customer's key of a subject; nil when it was erased.
    func subjectID(of number: Int64) throws(AuditError) -> String? {
        if let fresh = fresh.first(where: { $0.value.number == number }) { return fresh.key }
        return try source.subject(number: number)?.subjectID
    }

    /// Whether an address is enrolled with a subject.
    func hasAddress(_ number: Int64) throws(AuditError) -> Bool {
        if fresh.values.contains(where: { $0.number == number && $0.hasAddress }) { return true }
        return try source.subject(number: number)?.email != nil
    }

    /// What people should know of the gallery before anything is decided.
    /// - Parameter enrolments: Rows of the run that may add to it.
    func notices(enrolments: Int) throws(AuditError) -> [String] {
        var notices: [String] = []
        for name in policy.workers {
            guard let version = versions[name] else { continue }
            if let notice = try Self.outdated(source, name, version) { notices.append(notice) }
        }
        guard probes > 0, let name = policy.searchOrder.first(where: { shelves[$0] != nil }) else { return notices }
        let templates = max(1, (shelves[name]?.templateCount ?? 0) + enrolments)
        return notices + policy.searchNotices(probes: probes, templates: templates)
    }

    /// Whom a matcher does not find; nil when it knows all.
    static func outdated(_ source: any GallerySource, _ name: String, _ version: String) throws(AuditError) -> String? {
        let count = try source.galleryCounts(of: name, version: version).outdated
        guard count > 0 else { return nil }
        return "\(count) subjects have no template of \(name) in its version of today and are not searched by it; "
            + "`auditor enrol --outdated` lists whom to enrol again."
    }

    /// What is known of the claimed subject.
    private func claim(of request: VerificationRequest) throws(AuditError) -> GalleryEvidence {
        var stored: StoredSubject?
        if let subjectID = request.subjectID {
            if let added = fresh[subjectID] { return claim(of: added.number) }
            stored = try source.subject(tagged: subjectID)
        } else if let username = request.personal["username"] {
            let added = fresh.values.filter { $0.username == username }.map(\.number).min()
            let known = try number(ofUsername: username)
            if let added, added <= known ?? added { return claim(of: added) }
            stored = try known.flatMap { number throws(AuditError) in try source.subject(number: number) }
        }
        guard let stored else { return GalleryEvidence(claim: .unknown) }
        guard stored.state == .active else { return GalleryEvidence(claim: .revoked, subject: stored.number) }
        return claim(of: stored.number)
    }

    private func claim(of number: Int64) -> GalleryEvidence {
        let isHere = shelves.values.contains { $0.templates[number] != nil }
        return GalleryEvidence(claim: isHere ? .enrolled : .outdated, subject: number)
    }

    /// The subject of an account's name. Names are encrypted, so all are read once, when the first row needs one.
    private func number(ofUsername username: String) throws(AuditError) -> Int64? {
        if let usernames { return usernames[username] }
        var all: [String: Int64] = [:]
        do {
            // Of several subjects with one name the first counts.
            try source.eachSubject { subject in
                if let name = subject.username, all[name] == nil { all[name] = subject.number }
            }
        } catch let error as AuditError {
            throw error
        } catch {
            throw AuditError(.databaseInvalid, "the subjects cannot be read: \(error)")
        }
        usernames = all
        return all[username]
    }

    /// Whether a subject has this very photo already: with a template of every matcher that has one now, or once in any
    /// version.
    private func isEnrolled(
        _ photo: String, of number: Int64, _ templates: [String: FaceTemplate], anyVersion: Bool
    ) throws(AuditError) -> Bool {
        let stored = try source.subject(number: number)?.templates.filter { $0.imageSHA256 == photo } ?? []
        if anyVersion { return !stored.isEmpty }
        var matchers = Set(stored.filter { versions[$0.matcher] == $0.version }.map(\.matcher))
        for added in fresh.values where added.number == number { matchers.formUnion(added.photos[photo] ?? []) }
        return !templates.isEmpty && templates.keys.allSatisfy(matchers.contains)
    }

    private func candidate(
        _ subject: Int64, rank: Int, _ templates: [String: FaceTemplate]
    ) -> GalleryEvidence.Candidate {
        var scores: [String: Double] = [:]
        for (name, template) in templates { scores[name] = shelves[name]?.score(template, subject: subject) }
        return GalleryEvidence.Candidate(subject: subject, rank: rank, scores: scores)
    }

    /// Adds the best subjects but one to the evidence, ranked by the score that decides.
    private func search(
        _ templates: [String: FaceTemplate], except own: Int64?, into evidence: GalleryEvidence
    ) async throws(AuditError) -> GalleryEvidence {
        var evidence = evidence
        evidence.probes = probes
        let name = policy.searchOrder.first { (shelves[$0]?.templateCount ?? 0) > 0 && templates[$0] != nil }
        guard let name, let probe = templates[name], var shelf = shelves[name] else { return evidence }
        let top = policy.gallery?.top ?? 1
        let found = try await shelf.nearest(probe, subjects: max(top, Self.searchDepth) + 1, make: makeIndex)
        shelves[name] = shelf
        evidence.searched = name
        evidence.subjects = shelf.subjectCount
        evidence.templates = shelf.templateCount
        let others = found.filter { $0 != own }.map { candidate($0, rank: 0, templates) }
        let ranked = others.enumerated().sorted { a, b in
            let (first, second) = (policy.decidingSimilarity(a.element), policy.decidingSimilarity(b.element))
            return first != second ? first > second : a.offset < b.offset
        }.prefix(top).map(\.element)
        for candidate in ranked {
            var candidate = candidate
            candidate.rank = evidence.candidates.count + 1
            evidence.candidates.append(candidate)
        }
        return evidence
    }
}

extension Policy {
    /// How alike a candidate is by the matcher that decides first; the lowest without its score.
    fileprivate func decidingSimilarity(_ candidate: GalleryEvidence.Candidate) -> Double {
        guard let name = order.first, let metric = thresholds[name]?.metric else { return -.infinity }
        let score = name == Fusion.matcherName ? fusion?.score(candidate.scores) : candidate.scores[name]
        return score.map(metric.direction.similarity) ?? -.infinity
    }

    /// What people should know of the thresholds of a search of so many templates.
    func searchNotices(probes: Int, templates: Int) -> [String] {
        guard let settings = gallery else { return [] }
        let budget = AlertBudget(alerts: settings.alertsANight, probes: probes, templates: templates)
        return order.compactMap { name in
            guard let band = thresholds[name] else { return nil }
            let threshold = SearchThreshold(band, within: budget, isFusion: name == Fusion.matcherName)
            let size = "\(probes) searches of up to \(templates) templates"
            let value = NumberText.fixed(threshold.value, digits: 4)
            switch threshold.basis {
            case .policy: return nil
            case .measured:
                return "\(size) raise the threshold of \(name) up to \(value), so that at most "
                    + "\(settings.alertsANight) false alerts a night are expected."
            case .bound:
                return "\(size) need a lower false match rate of \(name) than its calibration's sample supports: the "
                    + "threshold goes up to \(value) by the bound FMR <= exp(-LLR), not measured."
            case .uncalibrated:
                return "\(name) has no calibration: its threshold cannot be raised with the gallery, and the false "
                    + "alerts of \(size) are not known."
            }
        }
    }
}
