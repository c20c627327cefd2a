import AuditCore
import Crypto
import GRDB

/// Encrypts what of a batch of decisions is personal, with keys that were made for it beforehand. A request that is
/// decided again keeps its key: destroying it erases the request wherever it was decided.
struct RowSealer {
    /// The highest number of a key that was made.
    let lastKey: Int64
    private let vault: Vault
    /// By manifest row.
    private var keys: [Int: DataKey] = [:]
    /// By image and matcher; a face that is stored already has none.
    private var cropKeys: [FaceCrop.Address: DataKey] = [:]
    private let subjectKeys: SubjectKeys

    /// Makes the keys, durably.
    init(_ rows: [DecidedRow], vault: Vault, store: AuditStore) throws(AuditError) {
        self.vault = vault
        var unkeyed: [Int] = []
        for row in rows {
            if let source = row.origin.source, let id = try store.keyOfPersonalRecord(decision: source),
                let key = try vault.key(id)
            {
                keys[row.record.row] = key
            } else {
                unkeyed.append(row.record.row)
            }
        }
        let crops = try store.missingCrops(rows.flatMap(\.crops).map(\.address))
        let enrolments = rows.compactMap(\.enrolment)
        var made = try vault.makeKeys(
            unkeyed.count + crops.count + SubjectKeys.count(enrolments), committed: try store.committedSize())
        lastKey = made.last?.id ?? 0
        for (row, key) in zip(unkeyed, made) { keys[row] = key }
        made.removeFirst(unkeyed.count)
        cropKeys = Dictionary(uniqueKeysWithValues: zip(crops, made))
        made.removeFirst(crops.count)
        subjectKeys = try SubjectKeys(enrolments, made: made, store: store)
    }

    /// Bytes that nobody can guess.
    static func salt(_ count: Int) -> [UInt8] {
        SymmetricKey(size: SymmetricKeySize(bitCount: 8 * count)).withUnsafeBytes { Array($0) }
    }

    /// The form in which a row's request key is stored.
    func requestKey(_ row: DecidedRow) -> String {
        Hexadecimal.text(vault.keyed("request-key/1", Array(row.record.requestKey.utf8)))
    }

    /// The faces of a row as they will be stored. A row that is decided again has none of its own: its source has them.
    func seen(_ row: DecidedRow, _ database: Database) throws -> [SeenColumns] {
        guard row.origin.source == nil, !row.seen.isEmpty else { return [] }
        guard let key = keys[row.record.row] else { throw AuditError(.internalError, "a row has no key") }
        let first = try GalleryWriter.nextNumber(of: "seen_face", database)
        return try row.seen.enumerated().map { try SeenColumns($1, id: first + Int64($0), key: key) }
    }

    /// Adds what a row enrols to the gallery.
    func enrol(
        _ enrolment: Enrolment, by decision: (id: Int64, leaf: Int), at time: String, _ log: inout LogAppender,
        into database: Database
    ) throws {
        try GalleryWriter(database: database, vault: vault).enrol(
            enrolment, key: subjectKeys.key(of: enrolment.subject), decision: decision, at: time, &log)
    }

    /// Writes the personal record, what finds it, and the faces that are not stored yet.
    func insert(_ personal: PersonalRecord, decision: Int64, of row: DecidedRow, into database: Database) throws {
        guard let key = keys[row.record.row] else { throw AuditError(.internalError, "a row has no key") }
        let sealed = try key.seal(try personal.bytes(), cell: .personal(decision: decision))
        let columns = PersonalColumns(personal, images: row.record.images, vault: vault)
        try database.cachedStatement(sql: "INSERT INTO personal VALUES (?, ?, ?, ?, ?, ?)").execute(arguments: [
            decision, key.id, Blob.data(sealed), Blob.data(columns.digest), columns.hasEmail, columns.hasSubject,
        ])
        for (field, tag) in columns.tags {
            try database.cachedStatement(sql: "INSERT OR IGNORE INTO person VALUES (?, ?, ?)")
                .execute(arguments: [field.rawValue, Blob.data(tag), decision])
        }
        for crop in row.crops {
            guard let key = cropKeys[crop.address] else { continue }
            let sealed = try key.seal(crop.jpeg, cell: .face(crop.address))
            try database.cachedStatement(sql: "INSERT OR IGNORE INTO face_crop VALUES (?, ?, ?, ?)")
                .execute(arguments: [crop.imageSHA256, crop.matcher, key.id, Blob.data(sealed)])
        }
    }
}

extension FaceCrop {
    /// What tells faces apart.
    struct Address: Hashable {
        var imageSHA256: String
        var matcher: String
    }

    var address: Address { Address(imageSHA256: imageSHA256, matcher: matcher) }
}

extension CellAddress {
    static func personal(decision: Int64) -> CellAddress {
        CellAddress(table: "personal", column: "record", row: decision)
    }

    static func face(_ face: FaceCrop.Address) -> CellAddress {
        CellAddress(table: "face_crop", column: "jpeg", rowText: "\(face.imageSHA256)/\(face.matcher)")
    }
}
