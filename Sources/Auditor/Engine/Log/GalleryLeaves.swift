/// A photo was enrolled. No leaf holds a template or a name: only commitments, which nobody can open once the subject's
/// key is destroyed.
public struct EnrolmentLeaf: Codable, Equatable, Sendable {
    /// The subject's number.
    var subject: Int
    /// Index of the leaf of the decision that enrolled, which is the one before; nil for a command.
    var decision: Int?
    /// `enrol`, or `replace` when the templates take the place of all older ones.
    var cause: String
    /// Each template as matcher, version and commitment.
    var templates: [[String]]
    /// What only the salt in the subject's record opens (`SubjectRecord.commitment`), base64.
    var commitment: String
    /// The digest of all that the tables then say of the subject (`SubjectColumns.evidence`).
    var evidence: String
    /// When.
    var time: String

    var json: CanonicalJSON {
        LogLeaf.object(
            "enrolment",
            [
                ("cause", .string(cause)), ("commitment", .string(commitment)),
                ("decision", decision.map(CanonicalJSON.integer) ?? .null), ("evidence", .string(evidence)),
                ("subject", .integer(subject)),
                ("templates", .array(templates.map { .array($0.map(CanonicalJSON.string)) })), ("time", .string(time)),
            ])
    }
}

/// A subject, or some of its templates, no longer counts.
public struct RevocationLeaf: Codable, Equatable, Sendable {
    /// The subject's number.
    var subject: Int
    /// Why (`RevocationCause`).
    var cause: String
    /// The digest of all that the tables then say of the subject.
    var evidence: String
    /// When.
    var time: String

    var json: CanonicalJSON {
        LogLeaf.object(
            "revocation",
            [
                ("cause", .string(cause)), ("evidence", .string(evidence)), ("subject", .integer(subject)),
                ("time", .string(time)),
            ])
    }
}

/// An entry was put on a list or taken off it.
public struct ListLeaf: Codable, Equatable, Sendable {
    /// `block` or `allow`.
    var list: String
    /// The entry's number.
    var entry: Int
    /// `add` or `remove`.
    var cause: String
    /// What only the salt in the entry's record opens (`ListRecord.commitment`), base64; empty once it is removed.
    var commitment: String
    /// The digest of all that the table then says of the entry (`ListColumns.evidence`).
    var evidence: String
    /// When.
    var time: String

    var json: CanonicalJSON {
        LogLeaf.object(
            "list",
            [
                ("cause", .string(cause)), ("commitment", .string(commitment)), ("entry", .integer(entry)),
                ("evidence", .string(evidence)), ("list", .string(list)), ("time", .string(time)),
            ])
    }
}
