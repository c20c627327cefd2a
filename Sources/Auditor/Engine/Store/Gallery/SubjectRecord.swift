import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who a subject is: one encrypted cell of the table `subject`, with the salt that opens the log's commitment.
struct SubjectRecord: Codable, Equatable {
    var subjectID: String
    var name: String?
    var email: String?
    var username: String?
    let salt: [UInt8]

    /// What an enrolment says, and where it says nothing, what was known.
    init(_ enrolment: Enrolment, keeping known: SubjectRecord?) {
        subjectID = enrolment.subjectID
        name = enrolment.name ?? known?.name
        email = enrolment.email ?? known?.email
        username = enrolment.username ?? known?.username
        salt = RowSealer.salt(LogCommitment.saltByteCount)
    }

    /// Reads the cell's plain text.
    /// - Throws: `database_invalid`.
    init(_ bytes: [UInt8]) throws(AuditError) {
        guard let record = try? JSONDecoder().decode(SubjectRecord.self, from: Data(bytes)) else {
            throw AuditError(.databaseInvalid, "a subject's record is not in its form")
        }
        self = record
    }

    /// The cell's plain text.
    func bytes() throws -> [UInt8] { Array(try JSONText.encode(self).utf8) }

    /// What the log commits to.
    func commitment(subject: Int64) throws(LogError) -> String {
        func text(_ value: String?) -> CanonicalJSON { value.map(CanonicalJSON.string) ?? .null }
        return try LogCommitment.value(
            salt: salt,
            record: .object([
                CanonicalJSON.Member("email", text(email)), CanonicalJSON.Member("name", text(name)),
                CanonicalJSON.Member("subject", .integer(Int(subject))),
                CanonicalJSON.Member("subject_id", .string(subjectID)),
                CanonicalJSON.Member("username", text(username)),
            ])
        ).base64
    }

    /// What a subject is found by.
    func tags(_ index: BlindIndex) -> (subject: [UInt8]?, email: [UInt8]?) {
        (index.tag(subjectID, in: .subjectID), email.flatMap { index.tag($0, in: .email) })
    }
}
