import AuditCore
import Crypto

/// The key of one request's or one enrolled subject's stored values. Destroying it makes them unreadable for ever, in
/// every copy of the database. Prints as its number only.
struct DataKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The number, at least 1, never used again for another key.
    let id: Int64
    private let key: SymmetricKey

    init(id: Int64, key: SymmetricKey) {
        self.id = id
        self.key = key
    }

    /// Names the layout: `01 || keyid8 || nonce12 || ciphertext || tag16`, the key's number big-endian.
    private static let version: UInt8 = 1
    private static let headLength = 1 + 8

    /// Encrypts a value for its cell; 37 bytes longer, different each time.
    /// - Throws: `internal_error`.
    func seal(_ plain: [UInt8], cell: CellAddress) throws(AuditError) -> [UInt8] {
        let head = [Self.version] + withUnsafeBytes(of: id.bigEndian) { Array($0) }
        return try head
            + AuthenticatedCipher.seal(plain, key: key, authenticating: cell.authenticatedData(keyID: id))
    }

    /// Decrypts a cell's value.
    /// - Throws: `database_invalid` for the value of another cell or key, and for any changed byte; never with the value.
    func open(_ sealed: [UInt8], cell: CellAddress) throws(AuditError) -> [UInt8] {
        guard Self.keyID(of: sealed) == id,
            let plain = AuthenticatedCipher.open(
                sealed.dropFirst(Self.headLength), key: key, authenticating: cell.authenticatedData(keyID: id))
        else {
            throw AuditError(
                .databaseInvalid,
                "an encrypted value of the table \(cell.table), row \(cell.row), does not belong there or was changed; "
                    + "keep a copy of the database and of its keys, then restore both from one backup")
        }
        return plain
    }

    /// The number of the key that sealed a value; nil for anything that is no sealed value.
    static func keyID(of sealed: [UInt8]) -> Int64? {
        guard sealed.count >= headLength + AuthenticatedCipher.overhead, sealed[0] == version else { return nil }
        let id = sealed[1..<headLength].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(exactly: id)
    }

    /// The key's bytes, for wrapping.
    var secret: [UInt8] { key.bytes }

    /// `<data key n>`.
    var description: String { "<data key \(id)>" }
    /// Same as `description`.
    var debugDescription: String { description }
    /// Hides the key from `dump` and from test failure output.
    var customMirror: Mirror { Mirror(self, children: []) }
}
