/// Base64 by RFC 4648 section 4, strictly: the standard alphabet, full padding, unused bits zero. White space may stand
/// anywhere, because XML and CSV exports wrap long values.
enum Base64 {
    /// Why a text was not decoded.
    enum Failure: Error {
        case invalid
        case overLimit
    }

    /// Decodes at most `limit` bytes.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(limit, text.count / 4 * 3))
        var group: UInt32 = 0
        var filled = 0
        var padding = 0
        for byte in text {
            let value = alphabet[Int(byte)]
            if value < 64 {
                guard padding == 0 else { throw .invalid }
                group = group << 6 | UInt32(value)
                filled += 1
                if filled == 4 {
                    guard bytes.count + 3 <= limit else { throw .overLimit }
                    bytes.append(UInt8(truncatingIfNeeded: group >> 16))
                    bytes.append(UInt8(truncatingIfNeeded: group >> 8))
                    bytes.append(UInt8(truncatingIfNeeded: group))
                    group = 0
                    filled = 0
                }
            } else if byte == UInt8(ascii: "=") {
                padding += 1
            } else if value == invalid {
                throw .invalid
            }
        }
        switch (filled, padding) {
        case (0, 0):
            break
        case (2, 2):
            guard group & 0xF == 0 else { throw .invalid }
            bytes.append(UInt8(truncatingIfNeeded: group >> 4))
        case (3, 1):
            guard group & 0x3 == 0 else { throw .invalid }
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
        default:
            throw .invalid
        }
        guard bytes.count <= limit else { throw .overLimit }
        return bytes
    }

    private static let invalid: UInt8 = 255
    private static let space: UInt8 = 254

    private static let alphabet: [UInt8] = {
        var table = [UInt8](repeating: invalid, count: 256)
        let symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, symbol) in symbols.utf8.enumerated() { table[Int(symbol)] = UInt8(value) }
        for byte in " \t\r\n".utf8 { table[Int(byte)] = space }
        return table
    }()
}
