#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// JSON as the worker protocol writes it: one line, keys sorted, slashes as they are.
package enum WireCoding {
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    package static func decode<T: Decodable>(_ bytes: [UInt8]) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(bytes))
    }

    /// Little-endian IEEE 754 single precision in base64.
    static func encode(template: FaceTemplateValues) -> String {
        var bytes = [UInt8]()
        bytes.reserveCapacity(template.count * 4)
        for value in template {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return Data(bytes).base64EncodedString()
    }

    static func decodeTemplate(_ text: String) -> FaceTemplateValues? {
        guard let data = Data(base64Encoded: text), data.count.isMultiple(of: 4) else { return nil }
        let bytes = Array(data)
        return stride(from: 0, to: bytes.count, by: 4).map { offset in
            let bits =
                UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
                | UInt32(bytes[offset + 3]) << 24
            return Float(bitPattern: bits)
        }
    }

    /// 16 lower-case hexadecimal digits.
    package static func encode(photoHash: UInt64) -> String {
        let digits = String(photoHash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Nil for anything but 16 lower-case hexadecimal digits.
    package static func decode(photoHash text: String) -> UInt64? {
        guard text.utf8.count == 16, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            return nil
        }
        return UInt64(text, radix: 16)
    }
}

typealias FaceTemplateValues = [Float]
