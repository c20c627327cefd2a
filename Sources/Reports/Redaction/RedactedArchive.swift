public import AuditCore

/// A run as a profile shows it. Every report reads it instead of the run itself, so that none can forget what to hide;
/// what a profile masks on pages only is masked there (`Masking`).
struct RedactedArchive: RunArchive {
    private let archive: any RunArchive
    private let redaction: Redaction
    let run: RunRecord

    init(_ archive: any RunArchive, _ redaction: Redaction) {
        self.archive = archive
        self.redaction = redaction
        var run = archive.run
        if !redaction.profile.shows(.messages) { run.mail = nil }
        if redaction.profile.treatment(of: .documents) == .hidden { run.documentReader = nil }
        self.run = run
    }

    func forEachDecision(_ outcomes: Set<Outcome>, _ body: (DecisionRecord) throws -> Void) throws {
        try archive.forEachDecision(outcomes) { try body($0.redacted(redaction)) }
    }

    func personalData(row: Int) throws -> PersonalData {
        // Mails need the address that pages mask, so only a profile that hides everything is kept from it here.
        guard redaction.profile.treatment(of: .personal) != .hidden else { return PersonalData() }
        return try archive.personalData(row: row)
    }

    func faceCrop(imageSHA256: String, matcher: String) throws -> [UInt8]? {
        guard redaction.profile.shows(.faces) else { return nil }
        return try archive.faceCrop(imageSHA256: imageSHA256, matcher: matcher)
    }

    func document(row: Int) throws -> ShownDocument? {
        switch redaction.profile.treatment(of: .documents) {
        case .hidden: return nil
        case .shown: return try archive.document(row: row)
        // The picture says everything: only what was read goes on to be masked.
        default: return try archive.document(row: row).map { ShownDocument(reading: $0.reading) { _ in nil } }
        }
    }

    func forEachNotification(_ body: (_ row: Int) throws -> Void) throws {
        guard redaction.profile.shows(.messages) else { return }
        try archive.forEachNotification(body)
    }

    func decision(row: Int) throws -> DecisionRecord? { try archive.decision(row: row)?.redacted(redaction) }

    func checkpoint() throws -> String? { try archive.checkpoint() }

    func searches() throws -> RunSearches { try archive.searches() }

    func subject(number: Int64) throws -> EnrolledPerson? {
        guard redaction.profile.shows(.subjectInFiles) else { return nil }
        return try archive.subject(number: number)
    }
}

extension DecisionRecord {
    /// The decision as a profile shows it.
    func redacted(_ redaction: Redaction) -> DecisionRecord {
        // The table's other two show a decision as it is; this is called for each of many.
        guard redaction.profile == .public else { return self }
        var shown = self
        shown.requestID = redaction.requestID(requestID)
        let profile = redaction.profile
        if !profile.shows(.subjectInFiles) { shown.subjectID = "" }
        if !profile.shows(.photos) {
            shown.images = []
            shown.requestKey = ""
        }
        if !profile.shows(.reasonTexts) {
            for index in shown.reasons.indices {
                shown.reasons[index].field = nil
                shown.reasons[index].detail = nil
            }
        }
        // Who was searched and found is nobody else's.
        shown.gallery = nil
        shown.document = nil
        shown.confidence = redaction.confidence(confidence)
        for index in shown.comparisons.indices {
            shown.comparisons[index].score = redaction.score(shown.comparisons[index].score)
        }
        return shown
    }
}

extension RunDiff {
    /// The difference as a profile shows it.
    public func redacted(_ redaction: Redaction) -> RunDiff {
        guard redaction.profile == .public else { return self }
        var shown = self
        for index in shown.flips.indices {
            shown.flips[index].requestID = redaction.requestID(shown.flips[index].requestID)
            for score in shown.flips[index].scores.indices {
                let change = shown.flips[index].scores[score]
                shown.flips[index].scores[score].scoreA = redaction.score(change.scoreA)
                shown.flips[index].scores[score].scoreB = redaction.score(change.scoreB)
            }
        }
        for index in shown.findingChanges.indices {
            shown.findingChanges[index].requestID = redaction.requestID(shown.findingChanges[index].requestID)
        }
        return shown
    }
}
