public import AuditCore

/// A finished run made of arrays.
public struct InMemoryArchive: RunArchive {
    /// The run.
    public var run: RunRecord
    /// Every decision, in manifest order.
    public var decisions: [DecisionRecord]
    /// Personal fields by row.
    public var personal: [Int: PersonalData]
    /// Aligned faces by image digest, the same for every matcher.
    public var crops: [String: [UInt8]]
    /// Rows that have a message.
    public var notified: [Int]
    /// Enrolled subjects by number.
    public var subjects: [Int64: EnrolledPerson] = [:]
    /// What the run searched.
    public var searched = RunSearches()

    /// Creates an archive.
    public init(
        run: RunRecord, decisions: [DecisionRecord], personal: [Int: PersonalData] = [:],
        crops: [String: [UInt8]] = [:], notified: [Int] = []
    ) {
        self.run = run
        self.decisions = decisions
        self.personal = personal
        self.crops = crops
        self.notified = notified
    }

    /// Calls the body for every decision with one of these outcomes.
    public func forEachDecision(_ outcomes: Set<Outcome>, _ body: (DecisionRecord) throws -> Void) throws {
        for decision in decisions where outcomes.contains(decision.outcome) { try body(decision) }
    }

    /// The personal fields of a row.
    public func personalData(row: Int) throws -> PersonalData { personal[row] ?? PersonalData() }

    /// The face on a photo.
    public func faceCrop(imageSHA256: String, matcher: String) throws -> [UInt8]? { crops[imageSHA256] }

    /// Calls the body with every row that has a message.
    public func forEachNotification(_ body: (Int) throws -> Void) throws {
        for row in notified { try body(row) }
    }

    /// The decision of a row.
    public func decision(row: Int) throws -> DecisionRecord? { decisions.first { $0.row == row } }

    /// The subject of a number.
    public func subject(number: Int64) throws -> EnrolledPerson? { subjects[number] }

    /// What the run searched.
    public func searches() throws -> RunSearches { searched }
}
