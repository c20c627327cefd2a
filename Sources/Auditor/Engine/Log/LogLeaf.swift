import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one leaf of the audit log says: one line of JSON in the one form of RFC 8785 (reliability.md 4). A leaf holds no
/// personal data: of a request only a commitment, which nobody can open once the request's key is destroyed.
public enum LogLeaf: Equatable, Sendable {
    /// A run was created.
    case run(RunLeaf)
    /// A row was decided.
    case decision(DecisionLeaf)
    /// Every row of a run is decided.
    case end(EndLeaf)
    /// A run's decisions were withdrawn, because its manifest changed while it was read.
    case withdrawal(WithdrawalLeaf)
    /// The personal data of decisions or of enrolled subjects was destroyed.
    case erasure(ErasureLeaf)
    /// A report of a run with personal data in clear was made.
    case disclosure(DisclosureLeaf)
    /// A photo was enrolled.
    case enrolment(EnrolmentLeaf)
    /// A subject was revoked, or some of its templates.
    case revocation(RevocationLeaf)
    /// An entry was put on a list or taken off it.
    case list(ListLeaf)

    /// Most bytes of a leaf: tiles of C2SP tlog-tiles give their lengths as 16 bits.
    public static let maximumBytes = 65_535

    /// The leaf's bytes, which the tree is made of.
    /// - Throws: `LogError.malformed` for a leaf that is too long.
    public func bytes() throws(LogError) -> [UInt8] {
        let value: CanonicalJSON =
            switch self {
            case .run(let leaf): leaf.json
            case .decision(let leaf): leaf.json
            case .end(let leaf): leaf.json
            case .withdrawal(let leaf): leaf.json
            case .erasure(let leaf): leaf.json
            case .disclosure(let leaf): leaf.json
            case .enrolment(let leaf): leaf.json
            case .revocation(let leaf): leaf.json
            case .list(let leaf): leaf.json
            }
        let bytes = try value.bytes()
        guard bytes.count <= Self.maximumBytes else { throw .malformed("a leaf has more than 65,535 bytes") }
        return bytes
    }

    /// Reads a leaf.
    /// - Throws: `LogError.malformed` for anything that this version does not write byte for byte.
    public init(parsing bytes: [UInt8]) throws(LogError) {
        guard bytes.count <= Self.maximumBytes, let leaf = Self.read(Data(bytes)) else {
            throw .malformed("a leaf of the log is not in its form")
        }
        // A dictionary takes two spellings of one character for one name, which other readers tell apart.
        if case .end(let end) = leaf, !end.counts.keys.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) {
            throw .malformed("a leaf of the log counts an outcome that is not ASCII")
        }
        // One form only: what reads the same is the same.
        guard try leaf.bytes() == bytes else { throw .malformed("a leaf of the log is not in its one form") }
        self = leaf
    }

    private static func read(_ data: Data) -> LogLeaf? {
        let decoder = JSONDecoder()
        guard let head = try? decoder.decode(Head.self, from: data), head.version == 1 else { return nil }
        func leaf<Leaf: Decodable>(_ make: (Leaf) -> LogLeaf) -> LogLeaf? {
            (try? decoder.decode(Leaf.self, from: data)).map(make)
        }
        switch head.type {
        case "run": return leaf(LogLeaf.run)
        case "decision": return leaf(LogLeaf.decision)
        case "end": return leaf(LogLeaf.end)
        case "withdrawal": return leaf(LogLeaf.withdrawal)
        case "erasure": return leaf(LogLeaf.erasure)
        case "disclosure": return leaf(LogLeaf.disclosure)
        case "enrolment": return leaf(LogLeaf.enrolment)
        case "revocation": return leaf(LogLeaf.revocation)
        case "list": return leaf(LogLeaf.list)
        default: return nil
        }
    }

    private struct Head: Decodable {
        var type: String
        var version: Int
    }

    static func object(_ type: String, _ members: [(String, CanonicalJSON)]) -> CanonicalJSON {
        .object(([("type", .string(type)), ("version", 1)] + members).map { CanonicalJSON.Member($0.0, $0.1) })
    }
}

/// What every decision of a run rests on.
public struct RunLeaf: Codable, Equatable, Sendable {
    /// The run's number in its database.
    var id: Int
    /// The run key (DESIGN.md 4.6).
    var key: String
    /// SHA-256 of the manifest.
    var manifest: String
    /// Rows to decide.
    var rows: Int
    /// SHA-256 of the policy.
    var policy: String
    /// SHA-256 of each calibration.
    var calibrations: [String]
    /// Each model as matcher, file, SHA-256.
    var models: [[String]]
    /// Version of the program.
    var tool: String
    /// When the run was created.
    var started: String
    /// The digest of the run's other columns.
    var columns: String
    /// The log's size when the run began, which the newest checkpoint before it is to be compared with.
    var size: Int

    var json: CanonicalJSON {
        LogLeaf.object(
            "run",
            [
                ("calibrations", .array(calibrations.map(CanonicalJSON.string))), ("columns", .string(columns)),
                ("id", .integer(id)), ("key", .string(key)), ("manifest", .string(manifest)),
                ("models", .array(models.map { .array($0.map(CanonicalJSON.string)) })), ("policy", .string(policy)),
                ("rows", .integer(rows)), ("size", .integer(size)), ("started", .string(started)),
                ("tool", .string(tool)),
            ])
    }
}

/// One decision.
public struct DecisionLeaf: Codable, Equatable, Sendable {
    /// Index of the run's own leaf.
    var run: Int
    /// The manifest row, from 1.
    var row: Int
    /// The outcome.
    var outcome: String
    /// The reasons' codes in their order.
    var reasons: [String]
    /// Each matcher and its score in native units with four decimals; empty without a score.
    var scores: [[String]]
    /// The digest of the decision's columns (`DecisionColumns.evidence`).
    var evidence: String
    /// What only the request's own salt opens (`LogCommitment`), base64.
    var commitment: String

    var json: CanonicalJSON {
        LogLeaf.object(
            "decision",
            [
                ("commitment", .string(commitment)), ("evidence", .string(evidence)), ("outcome", .string(outcome)),
                ("reasons", .array(reasons.map(CanonicalJSON.string))), ("row", .integer(row)), ("run", .integer(run)),
                ("scores", .array(scores.map { .array($0.map(CanonicalJSON.string)) })),
            ])
    }

    /// The form of scores.
    static func score(_ value: Double?) -> String { value.map { NumberText.fixed($0, digits: 4) } ?? "" }
}

/// The end of a run.
public struct EndLeaf: Codable, Equatable, Sendable {
    /// Index of the run's own leaf.
    var run: Int
    /// Decisions by outcome, whose names are ASCII; their sum is the run's number of rows.
    var counts: [String: Int]
    /// When the last decision was committed.
    var finished: String

    var json: CanonicalJSON {
        let counts = counts.map { CanonicalJSON.Member($0.key, .integer($0.value)) }
        return LogLeaf.object(
            "end", [("counts", .object(counts)), ("finished", .string(finished)), ("run", .integer(run))])
    }
}

/// The withdrawal of a run.
public struct WithdrawalLeaf: Codable, Equatable, Sendable {
    /// Index of the run's own leaf.
    var run: Int

    var json: CanonicalJSON { LogLeaf.object("withdrawal", [("run", .integer(run))]) }
}

/// An erasure: the tombstone of what is no longer there.
public struct ErasureLeaf: Codable, Equatable, Sendable {
    /// Indexes of the decisions' leaves, ascending.
    var decisions: [Int]
    /// Numbers of the erased subjects.
    var subjects: [Int]
    /// The digest of what remains of the decisions' columns (`DecisionColumns.evidence(ofErased:)`), which takes the place
    /// of the digests in their own leaves.
    var evidence: String
    /// Why: `request` of the person, or `retention`.
    var cause: String
    /// When.
    var time: String

    var json: CanonicalJSON {
        LogLeaf.object(
            "erasure",
            [
                ("cause", .string(cause)), ("decisions", .array(decisions.map(CanonicalJSON.integer))),
                ("evidence", .string(evidence)), ("subjects", .array(subjects.map(CanonicalJSON.integer))),
                ("time", .string(time)),
            ])
    }
}

/// A report with personal data in clear: that there is one, never for whom or what is in it.
public struct DisclosureLeaf: Codable, Equatable, Sendable {
    /// Index of the run's own leaf.
    var run: Int
    /// The report's redaction profile.
    var profile: String
    /// Requests in it.
    var requests: Int
    /// When.
    var time: String

    var json: CanonicalJSON {
        LogLeaf.object(
            "disclosure",
            [
                ("profile", .string(profile)), ("requests", .integer(requests)), ("run", .integer(run)),
                ("time", .string(time)),
            ])
    }
}
