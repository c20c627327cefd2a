import AuditCore

/// Draws a cartoon of a face as a 112-pixel PNG: nobody's.
public enum SyntheticFace {
    private static let size = 112

    private static let faces = (0..<16).map { png(seed: "face \($0)") }

    /// One of sixteen faces, drawn once.
    public static func any(seed: String) -> [UInt8] {
        faces[Int(seed.utf8.reduce(UInt32(7)) { $0 &* 31 &+ UInt32($1) } % 16)]
    }

    /// The bytes of a PNG with 16 colours; the seed chooses them and the face's shape.
    public static func png(seed: String) -> [UInt8] {
        var random = SplitMix(seed: seed.utf8.reduce(14_695_981_039) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
        let skin = 0.25 + 0.6 * random.unit()
        let width = 30 + 8 * random.unit()
        var rows: [UInt8] = []
        for y in 0..<size {
            rows.append(0)
            for pair in 0..<(size / 2) {
                let left = color(Double(pair * 2), Double(y), width)
                let right = color(Double(pair * 2 + 1), Double(y), width)
                rows.append(left << 4 | right)
            }
        }
        func shade(_ factor: Double) -> [UInt8] {
            [UInt8(min(255, 255 * skin * factor)), UInt8(205 * skin * factor), UInt8(170 * skin * factor)]
        }
        let backdrop = UInt8(120 + random.next() % 100)
        let palette: [UInt8] =
            [backdrop, backdrop, UInt8(min(255, Int(backdrop) + 20))] + shade(1) + shade(0.85) + shade(0.35) + [
                250, 250, 250,
            ] + shade(0.7)
        var png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        png += chunk("IHDR", big(UInt32(size)) + big(UInt32(size)) + [4, 3, 0, 0, 0])
        png += chunk("PLTE", palette)
        png += chunk("IDAT", stored(rows))
        png += chunk("IEND", [])
        return png
    }

    private static func color(_ x: Double, _ y: Double, _ width: Double) -> UInt8 {
        func ellipse(_ cx: Double, _ cy: Double, _ rx: Double, _ ry: Double) -> Bool {
            (x - cx) * (x - cx) / (rx * rx) + (y - cy) * (y - cy) / (ry * ry) < 1
        }
        if ellipse(40, 50, 3, 3) || ellipse(72, 50, 3, 3) { return 3 }
        if ellipse(40, 50, 7, 4) || ellipse(72, 50, 7, 4) { return 4 }
        if ellipse(56, 86, 12, 3) { return 5 }
        if ellipse(56, 68, 4, 7) { return 2 }
        if y < 34, ellipse(56, 40, width + 6, 36) { return 3 }
        return ellipse(56, 60, width, 44) ? 1 : 0
    }

    /// A zlib stream without compression (RFC 1950, 1951).
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let length = UInt16(bytes.count)
        var a: UInt32 = 1
        var b: UInt32 = 0
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        let header: [UInt8] = [
            0x78, 0x01, 1, UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8),
        ]
        return header + bytes + big(b << 16 | a)
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return big(UInt32(data.count)) + body + big(crc(body))
    }

    private static let crcTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crcTable[Int(($0 ^ UInt32($1)) & 255)] ^ ($0 >> 8) }
    }

    private static func big(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
}
