/// Read access to one finished run: what every report is made from. The store provides it; tests build one in memory.
/// Everything streams, so that memory does not grow with the run.
public protocol RunArchive {
    /// The run.
    var run: RunRecord { get }

    /// Calls the body for every decision with one of these outcomes, in manifest order.
    func forEachDecision(_ outcomes: Set<Outcome>, _ body: (DecisionRecord) throws -> Void) throws

    /// The personal fields of a row, in manifest order; empty when there are none.
    func personalData(row: Int) throws -> PersonalData

    /// What was read on a row's document, with the straightened images; nil when nothing was, or it was erased.
    func document(row: Int) throws -> ShownDocument?

    /// The aligned face that a matcher chose on a photo, a 112-pixel JPEG; nil when there is none.
    func faceCrop(imageSHA256: String, matcher: String) throws -> [UInt8]?

    /// Calls the body with every row that has a message to its applicant, in manifest order.
    func forEachNotification(_ body: (_ row: Int) throws -> Void) throws

    /// The decision of a row.
    func decision(row: Int) throws -> DecisionRecord?

    /// The signed checkpoint of the audit log that covers the run (c2sp.org/tlog-checkpoint); nil for a run that is in no
    /// log, such as a trial.
    func checkpoint() throws -> String?

    /// Whom the run's requests are tied to; nil when the policy did not ask for duplicates.
    func duplicates() throws -> DuplicatesRecord?

    /// Who a subject of the gallery is; nil when it was erased.
    func subject(number: Int64) throws -> EnrolledPerson?

    /// What the run searched, and what chance alone would give.
    func searches() throws -> RunSearches
}

/// Who is enrolled under a number of the gallery.
public struct EnrolledPerson: Equatable, Sendable {
    /// The customer's own key.
    public var subjectID: String
    /// What messages greet by; nil when it is not known.
    public var name: String?
    /// The address; nil when it is not known.
    public var email: String?

    /// Creates a person.
    public init(subjectID: String, name: String?, email: String? = nil) {
        self.subjectID = subjectID
        self.name = name
        self.email = email
    }
}

extension RunArchive {
    /// None.
    public func document(row: Int) throws -> ShownDocument? { nil }

    /// None.
    public func checkpoint() throws -> String? { nil }

    /// None.
    public func duplicates() throws -> DuplicatesRecord? { nil }

    /// None.
    public func searches() throws -> RunSearches { RunSearches() }

    /// Nobody.
    public func subject(number: Int64) throws -> EnrolledPerson? { nil }

    /// Calls the body for every decision in manifest order.
    public func forEachDecision(_ body: (DecisionRecord) throws -> Void) throws {
        try forEachDecision(Set(Outcome.allCases), body)
    }
}
