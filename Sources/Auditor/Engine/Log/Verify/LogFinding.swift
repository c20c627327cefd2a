/// One thing that a verification found wrong.
public struct LogFinding: Codable, Equatable, Sendable {
    /// What kind of thing it is; stable.
    public enum Code: String, Codable, Sendable, CaseIterable {
        /// A checkpoint is not signed by the log's key, or not in its form.
        case checkpointInvalid = "checkpoint_invalid"
        /// The leaves give another root than a checkpoint says.
        case rootMismatch = "root_mismatch"
        /// The end of a run, a withdrawal, an erasure or a disclosure stands behind the newest checkpoint, or a decision of
        /// no run that is under way: nothing signed says that it is true.
        case endNotCovered = "end_not_covered"
        /// Nothing is signed by the public key that was given.
        case unsigned
        /// A leaf is missing, stands in another place, or is not in its form.
        case leafInvalid = "leaf_invalid"
        /// What the tables say is not what the leaf says.
        case recordMismatch = "record_mismatch"
        /// A leaf's record is not in the tables, or the tables hold one that no leaf is about.
        case recordMissing = "record_missing"
        /// Personal data is gone without a tombstone, or there in spite of one.
        case erasureMismatch = "erasure_mismatch"
        /// Personal data does not open the log's commitment, or cannot be decrypted although its key is there.
        case commitmentMismatch = "commitment_mismatch"
        /// The database has other tables, or views or triggers that do not belong there.
        case schemaAltered = "schema_altered"
        /// The file is no intact database: nothing in it can be relied on.
        case databaseDamaged = "database_damaged"
        /// A trusted checkpoint is of more leaves than there are.
        case rolledBack = "rolled_back"
        /// Two checkpoints of one log and size have different roots.
        case forked
        /// Something cannot be read.
        case unreadable
    }

    /// The kind.
    public var code: Code
    /// Index of the first leaf that it is about; nil when it is about none.
    public var leaf: Int?
    /// What was found.
    public var message: String

    /// Creates a finding.
    public init(_ code: Code, leaf: Int? = nil, _ message: String) {
        self.code = code
        self.leaf = leaf
        self.message = message
    }

    /// Whether the log can no longer be judged, which is another answer than that something was altered (DESIGN.md 4.1).
    public var isUnreadable: Bool { [.rolledBack, .forked, .unreadable, .databaseDamaged].contains(code) }
}

/// What a verification found (`samples/schemas/log-verification.schema.json`).
public struct LogVerification: Codable, Equatable, Sendable {
    /// Name of the form.
    public var schema = "identity-auditor/log-verification"
    /// Version of the form.
    public var schemaVersion = 1
    /// The log's name.
    public var origin: String
    /// The log's public key.
    public var key: String
    /// Leaves that were read.
    public var size = 0
    /// The root of their tree, base64.
    public var root = ""
    /// Checkpoints whose signature and root hold, trusted ones included.
    public var checkpoints = 0
    /// Leaves that no checkpoint covers yet: those of a run that has not ended.
    public var uncovered = 0
    /// Decisions that were held against their leaves.
    public var decisions = 0
    /// Decisions whose personal data was erased.
    public var erased = 0
    /// Commitments that were opened; 0 without keys.
    public var opened = 0
    /// What is wrong, in the order in which it was found; at most 100.
    public var findings: [LogFinding] = []
    /// How many things are wrong.
    public var findingCount = 0

    /// Whether the log can no longer be judged (`LogFinding.isUnreadable`), whatever else is wrong.
    public private(set) var isUnreadable = false

    /// Whether nothing is wrong.
    public var holds: Bool { findingCount == 0 }

    /// Counts a finding, and keeps the first hundred.
    mutating func add(_ finding: LogFinding) {
        findingCount += 1
        isUnreadable = isUnreadable || finding.isUnreadable
        if findings.count < 100 { findings.append(finding) }
    }

    enum CodingKeys: String, CodingKey {
        case schema, origin, key, size, root, checkpoints, uncovered, decisions, erased, opened, findings
        case schemaVersion = "schema_version"
        case findingCount = "finding_count"
    }
}
