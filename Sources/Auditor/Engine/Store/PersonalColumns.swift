import AuditCore
import GRDB

/// What stands in clear beside an encrypted personal record: what it is found and compared by. Nobody without the vault
/// can compute any of it.
struct PersonalColumns {
    let digest: [UInt8]
    let hasEmail: Bool
    let hasSubject: Bool
    /// The blind index's tags.
    let tags: [(field: BlindIndex.Field, tag: [UInt8])]

    init(_ personal: PersonalRecord, images: [ImageRecord], vault: Vault) {
        let index = BlindIndex(keyed: vault.keyed)
        digest = vault.keyed("personal/1", Array(SHA256Hex.digest(parts: personal.content).utf8))
        hasEmail = personal.fields["email"] != nil
        hasSubject = !personal.subjectID.isEmpty
        let fields = personal.fields.completed(by: personal.document?.reading)
        var found: [(BlindIndex.Field, [UInt8])] = []
        for field in BlindIndex.Field.allCases {
            let values: Set<String> =
                switch field {
                case .subjectID: [personal.subjectID]
                case .photo: Set(images.compactMap(\.sha256))
                default: [fields[field.rawValue] ?? ""]
                }
            found += values.sorted().compactMap { index.tag($0, in: field) }.map { (field, $0) }
        }
        tags = found
    }

    /// Whether the tables hold this of a decision.
    func isStored(decision: Int64, _ database: Database) throws -> Bool {
        let personal = try database.cachedStatement(
            sql: "SELECT 1 FROM personal WHERE decision_id = ? AND digest = ? AND has_email = ? AND has_subject = ?")
        let person = try database.cachedStatement(
            sql: "SELECT 1 FROM person WHERE field = ? AND tag = ? AND decision_id = ?")
        guard try Int.fetchOne(personal, arguments: [decision, Blob.data(digest), hasEmail, hasSubject]) != nil else {
            return false
        }
        return try tags.allSatisfy {
            try Int.fetchOne(person, arguments: [$0.field.rawValue, Blob.data($0.tag), decision]) != nil
        }
    }
}
