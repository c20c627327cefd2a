import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What of a request is personal: one encrypted cell of the table `personal`. With it goes the salt that opens the log's
/// commitment, so that destroying the request's key closes the commitment for ever.
struct PersonalRecord: Equatable {
    var fields: PersonalData
    /// The claimed identity; empty without one.
    var subjectID: String
    var locale: String?
    /// The photos that the request names: a path below the images root, or nil for one that was inline.
    var photos: [ImageRole: String?]
    let salt: [UInt8]
    /// What was read on the document; nil when none was read.
    var document: StoredReading?

    init(_ row: DecidedRow, salt: [UInt8]) {
        fields = row.personal
        subjectID = row.record.subjectID
        locale = row.origin.locale
        photos = row.origin.photos
        document = row.document
        self.salt = salt
    }

    /// Reads the cell's plain text.
    /// - Throws: `database_invalid`.
    init(_ bytes: [UInt8]) throws(AuditError) {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(bytes)),
            let salt = StrictBase64.decode(Array(stored.salt.utf8), limit: LogCommitment.saltByteCount),
            stored.fields.allSatisfy({ $0.count == 2 })
        else { throw AuditError(.databaseInvalid, "a personal record is not in its form") }
        fields = PersonalData()
        for field in stored.fields { fields.append(name: field[0], value: field[1]) }
        subjectID = stored.subject
        locale = stored.locale
        photos = [:]
        for (name, path) in stored.photos {
            guard let role = ImageRole(rawValue: name) else {
                throw AuditError(.databaseInvalid, "a photo has an unknown role")
            }
            photos[role] = .some(path)
        }
        self.salt = salt
        document = try stored.document.map { text throws(AuditError) in try StoredReading(text: text) }
    }

    /// The cell's plain text.
    func bytes() throws -> [UInt8] {
        let stored = Stored(
            fields: fields.fields.map { [$0.name, $0.value] }, subject: subjectID, locale: locale,
            photos: Dictionary(uniqueKeysWithValues: photos.map { ($0.key.rawValue, $0.value) }),
            salt: StrictBase64.encode(salt), document: document?.text)
        return Array(try JSONText.encode(stored).utf8)
    }

    /// What the log commits to.
    func commitment(requestID: String, images: [ImageRecord]) throws(LogError) -> String {
        try LogCommitment.value(salt: salt, record: committed(requestID: requestID, images: images)).base64
    }

    /// Who asked for what, with which photos.
    func committed(requestID: String, images: [ImageRecord]) -> CanonicalJSON {
        let fields = fields.fields.map { CanonicalJSON.array([.string($0.name), .string($0.value)]) }
        let photos = photos.map { CanonicalJSON.Member($0.key.rawValue, $0.value.map(CanonicalJSON.string) ?? .null) }
        let digests = images.map {
            CanonicalJSON.Member($0.role.rawValue, $0.sha256.map(CanonicalJSON.string) ?? .null)
        }
        // A text and no object: numbers of such objects have no one form that everybody prints alike.
        let document = document.map { [CanonicalJSON.Member("document", .string($0.text))] } ?? []
        return .object(
            document + [
                CanonicalJSON.Member("fields", .array(fields)), CanonicalJSON.Member("images", .object(digests)),
                CanonicalJSON.Member("locale", locale.map(CanonicalJSON.string) ?? .null),
                CanonicalJSON.Member("photos", .object(photos)), CanonicalJSON.Member("request_id", .string(requestID)),
                CanonicalJSON.Member("subject_id", .string(subjectID)),
            ])
    }

    /// Equal for requests that say the same, without the salt.
    var content: [String] {
        ["subject", subjectID, "locale", locale ?? ""]
            + fields.fields.sorted { ($0.name, $0.value) < ($1.name, $1.value) }.flatMap { [$0.name, $0.value] }
    }

    private struct Stored: Codable {
        var fields: [[String]]
        var subject: String
        var locale: String?
        var photos: [String: String?]
        var salt: String
        var document: String?
    }
}
