import AuditCore
import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The key that wraps every other key: 32 random bytes, kept apart from the database and its keys file. Prints as its
/// name only.
public struct MasterKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Bytes of a master key.
    static let length = AuthenticatedCipher.keyLength

    /// Names the key without telling anything about it: 16 hexadecimal digits, derived one way. Each wrapped key says
    /// with it which master key opens it.
    public let id: String
    private let root: SymmetricKey

    /// Makes a new key from the system's random numbers.
    public init() { self.init(root: SymmetricKey(size: .bits256)) }

    /// The key of 32 bytes; nil for another number of bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.init(root: SymmetricKey(data: bytes))
    }

    private init(root: SymmetricKey) {
        self.root = root
        id = Hexadecimal.text(KeyDerivation.derive(root, info: "identity-auditor/master-id/1", count: 8).bytes)
    }

    /// The key in a file's or command's text: 32 bytes as they are, or one line of base64; nil for anything else.
    init?(text: [UInt8]) {
        guard text.count != Self.length else {
            self.init(bytes: text)
            return
        }
        let decoded = text.withUnsafeBufferPointer { try? Base64.decode($0, limit: Self.length) }
        guard let decoded else { return nil }
        self.init(bytes: decoded)
    }

    /// The line of base64 that a key file holds.
    var line: String { Data(root.bytes).base64EncodedString() + "\n" }

    /// The key's bytes, for wrapping it by its successor.
    var secret: [UInt8] { root.bytes }

    /// Wraps a key. Each name has a wrapping key of its own, so that no number of keys comes near the bound of random
    /// nonces, and a wrapped key that is moved to another name does not open there.
    /// - Throws: `internal_error`.
    func wrap(_ secret: [UInt8], name: String) throws(AuditError) -> [UInt8] {
        try AuthenticatedCipher.seal(secret, key: wrappingKey(name), authenticating: Array("\(name)|\(id)".utf8))
    }

    /// The key that was wrapped; nil for another master key, another name or changed bytes.
    func unwrap(_ wrapped: [UInt8], name: String) -> [UInt8]? {
        AuthenticatedCipher.open(wrapped, key: wrappingKey(name), authenticating: Array("\(name)|\(id)".utf8))
    }

    private func wrappingKey(_ name: String) -> SymmetricKey {
        KeyDerivation.derive(root, info: "identity-auditor/wrap/1|\(name)")
    }

    /// `<master key 0123456789abcdef>`.
    public var description: String { "<master key \(id)>" }
    /// Same as `description`.
    public var debugDescription: String { description }
    /// Hides the key from `dump` and from test failure output.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
