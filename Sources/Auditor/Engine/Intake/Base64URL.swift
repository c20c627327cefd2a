import AuditCore

/// Base64url by RFC 4648 section 5 as RFC 7515 uses it: no padding, no white space, no unused bits, so one text a value.
package enum Base64URL {
    /// At most `limit` bytes, or nil.
    package static func decode(_ text: some Collection<UInt8>, limit: Int) -> [UInt8]? {
        guard text.count % 4 != 1, text.count <= (limit + 2) / 3 * 4 else { return nil }
        var standard: [UInt8] = []
        standard.reserveCapacity(text.count + 2)
        for byte in text {
            switch byte {
            case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: standard.append(byte)
            }
        }
        while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
        return StrictBase64.decode(standard, limit: limit)
    }

    /// The text of bytes.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        StrictBase64.encode(bytes).utf8.compactMap { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: byte
            }
        }
    }
}
