#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Base64 by RFC 4648 section 4 as signed texts need it: one text a value, so no white space, no missing padding and no
/// unused bits.
enum StrictBase64 {
    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// At most `limit` bytes, or nil.
    static func decode(_ text: some Collection<UInt8>, limit: Int) -> [UInt8]? {
        guard text.count / 4 <= limit / 3 + 1, text.allSatisfy({ $0 > UInt8(ascii: " ") }) else { return nil }
        return Array(text).withUnsafeBufferPointer { try? Base64.decode($0, limit: limit) }
    }
}
