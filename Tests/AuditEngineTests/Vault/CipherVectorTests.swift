import AuditCore
import Crypto
import Testing

@testable import AuditEngine

/// Published vectors through the very functions that the vault calls.
@Suite struct CipherVectorTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        var name: String
        var key: String
        var nonce: String
        var data = ""
        var plain: String
        var cipher: String
        var tag: String
        var testDescription: String { name }
    }

    /// McGrew & Viega, "The Galois/Counter Mode of Operation", appendix B.
    static let vectors = [
        Vector(
            name: "case 13", key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12),
            plain: "", cipher: "", tag: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            name: "case 14", key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12),
            plain: String(repeating: "00", count: 16), cipher: "cea7403d4d606b6e074ec5d3baf39d18",
            tag: "d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            name: "case 16", key: String(repeating: "feffe9928665731c6d6a8f9467308308", count: 2),
            nonce: "cafebabefacedbaddecaf888", data: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            cipher: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
    ]

    @Test(arguments: vectors) func aesGCMGivesThePublishedBytes(_ vector: Vector) throws {
        let key = SymmetricKey(data: hexadecimal(vector.key))
        let nonce = try AES.GCM.Nonce(data: hexadecimal(vector.nonce))
        let sealed = try AuthenticatedCipher.seal(
            hexadecimal(vector.plain), key: key, nonce: nonce, authenticating: hexadecimal(vector.data))
        #expect(sealed == hexadecimal(vector.nonce + vector.cipher + vector.tag))
        let data = hexadecimal(vector.data)
        #expect(AuthenticatedCipher.open(sealed, key: key, authenticating: data) == hexadecimal(vector.plain))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(AuthenticatedCipher.open(changed, key: key, authenticating: data) == nil)
        }
        #expect(AuthenticatedCipher.open(sealed, key: key, authenticating: data + [0]) == nil)
    }

    /// RFC 4231 section 4.3.
    @Test func hmacGivesThePublishedBytes() {
        let code = KeyDerivation.authenticate(
            Array("what do ya want for nothing?".utf8), key: SymmetricKey(data: Array("Jefe".utf8)))
        #expect(code == hexadecimal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
    }

    /// RFC 5869 appendix A.1.
    @Test func hkdfGivesThePublishedBytes() {
        let key = KeyDerivation.derive(
            SymmetricKey(data: [UInt8](repeating: 0x0b, count: 22)), salt: Array(0x00...0x0c), info: Array(0xf0...0xf9),
            count: 42)
        #expect(
            key.bytes
                == hexadecimal(
                    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"))
    }

    @Test func aShorterKeyIsRefused() {
        let key = SymmetricKey(size: .bits128)
        #expect(throws: AuditError.self) { try AuthenticatedCipher.seal([1], key: key, authenticating: []) }
    }
}
