import AuditCore
import GRDB

/// One row of the table `seen_face`: a face of a request, sealed by the request's key.
struct SeenColumns: Equatable {
    var id: Int64
    var role: String
    var matcher: String
    var version: String
    var keyID: Int64
    /// Sealed.
    var template: [UInt8]
    /// Sealed.
    var photoHash: [UInt8]?

    /// Seals a face under the number that it will have.
    init(_ face: SeenFace, id: Int64, key: DataKey) throws(AuditError) {
        self.id = id
        role = face.role.rawValue
        matcher = face.matcher
        version = face.version
        keyID = key.id
        template = try key.seal(SealedTemplate.bytes(face.template), cell: .seenFace(id))
        if let hash = face.photoHash {
            photoHash = try key.seal(withUnsafeBytes(of: hash.bigEndian) { Array($0) }, cell: .photoHash(id))
        }
    }

    private init(_ row: Row) {
        id = row["id"]
        role = row["role"]
        matcher = row["matcher"]
        version = row["template_version"]
        keyID = row["key_id"]
        template = Blob.bytes(row["template"])
        photoHash = Blob.optional(row["photo_hash"])
    }

    /// The faces of a decision.
    static func fetch(decision: Int64, _ database: Database) throws -> [SeenColumns] {
        let statement = try database.cachedStatement(sql: "SELECT * FROM seen_face WHERE decision_id = ? ORDER BY id")
        return try Row.fetchAll(statement, arguments: [decision]).map(SeenColumns.init)
    }

    func insert(decision: Int64, into database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO seen_face VALUES (?, ?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                id, decision, role, matcher, version, keyID, Blob.data(template), photoHash.map(Blob.data),
            ])
    }

    /// Its part of the decision's evidence.
    var evidence: [String] {
        [
            "seen", String(id), role, matcher, version, String(keyID), SHA256Hex.digest(template),
            photoHash.map { SHA256Hex.digest($0) } ?? "",
        ]
    }
}
