import AuditTesting
import Testing

@testable import MatcherKit

/// A crop that is a plain JPEG, and crops that carry something (segments as ITU-T T.81 annex B has them).
@Suite struct JPEGStructureTests {
    private static let flat = FlatJPEG.bytes(width: 112, height: 112)
    private static let jfif: [UInt8] = [0xff, 0xe0, 0, 16] + Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]
    private static let secret = Array("a secret".utf8)

    /// The flat picture with something between its start and the rest.
    private static func flat(with segments: [UInt8]) -> [UInt8] { [0xff, 0xd8] + segments + flat.dropFirst(2) }
    private static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xff, marker, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
    }
    private static func replaced(_ old: [UInt8], by new: [UInt8]) -> [UInt8] {
        let start = flat.indices.first { flat[$0...].starts(with: old) } ?? 0
        return Array(flat[..<start]) + new + flat[(start + old.count)...]
    }

    static let plain = [
        flat, flat(with: jfif), flat(with: segment(0xdd, [0, 14])),
        flat(with: jfif + segment(0xdb, [1] + [UInt8](repeating: 1, count: 64))),
    ]

    @Test(arguments: plain) func aPlainCropPasses(crop: [UInt8]) {
        #expect(JPEGStructure.problem(of: crop) == nil)
    }

    static let carriers: [(String, [UInt8])] = [
        ("nothing", []), ("the magic and a secret", [0xff, 0xd8, 0xff, 0xe0] + secret),
        ("behind its end", flat + secret),
        ("a line feed behind its end", flat + [10]), ("two pictures", flat + flat), ("cut off", Array(flat.dropLast())),
        ("a comment", flat(with: segment(0xfe, secret))), ("EXIF", flat(with: segment(0xe1, Array("Exif\0\0".utf8)))),
        ("a second JFIF header", flat(with: jfif + jfif)),
        ("a thumbnail", flat(with: segment(0xe0, jfif[4..<16] + [1, 1, 7, 7, 7]))),
        ("a JFIF header of another kind", flat(with: segment(0xe0, Array("JFXX\0".utf8) + secret))),
        ("a late JFIF header", flat(with: segment(0xdd, [0, 14]) + jfif)),
        ("five tables", flat(with: segment(0xdb, (0..<4).flatMap { [UInt8($0)] + [UInt8](repeating: 1, count: 64) }))),
        ("a table that holds a secret", flat(with: segment(0xdb, secret))),
        ("a table of 16 bits", flat(with: segment(0xdb, [0x10] + [UInt8](repeating: 1, count: 128)))),
        ("Huffman codes too many", flat(with: segment(0xc4, [0x11] + [UInt8](repeating: 99, count: 16) + [1, 2]))),
        ("progressive", replaced([0xff, 0xc0], by: [0xff, 0xc2])),
        ("arithmetic", replaced([0xff, 0xc0], by: [0xff, 0xc9])),
        ("no frame", replaced([0xff, 0xc0, 0, 11, 8, 0, 112, 0, 112, 1, 1, 0x11, 0], by: [])),
        ("another size", FlatJPEG.bytes(width: 112, height: 113)),
        ("a photo", FlatJPEG.bytes(width: 4000, height: 3000)),
        ("a hierarchical frame", flat(with: segment(0xde, [8, 0, 112, 0, 112, 1, 1, 0x11, 0]))),
        ("a second scan", Array(flat.dropLast(2)) + segment(0xda, [1, 1, 0, 0, 63, 0]) + [0, 0xff, 0xd9]),
        ("a marker in the data", Array(flat.dropLast(2)) + segment(0xfe, secret) + [0xff, 0xd9]),
        ("a restart that was not said", Array(flat.dropLast(2)) + [0xff, 0xd0, 0, 0xff, 0xd9]),
        ("a megabyte", Array(flat.dropLast(2)) + [UInt8](repeating: 0, count: 1 << 20) + [0xff, 0xd9]),
        ("a PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ]

    @Test(arguments: carriers) func aCropThatCarriesSomethingIsRefused(what: String, crop: [UInt8]) {
        #expect(JPEGStructure.problem(of: crop)?.hasPrefix("the face crop") == true, "\(what)")
    }

    @Test func noCutOfAGoodCropPassesAndNoneTraps() {
        for end in 0..<Self.flat.count { #expect(JPEGStructure.problem(of: Array(Self.flat[..<end])) != nil) }
    }

    @Test func noChangedByteTraps() {
        let good = Self.plain[3]
        for index in good.indices {
            for value: UInt8 in [0, 1, 0x7f, 0xd9, 0xff] {
                var crop = good
                crop[index] = value
                _ = JPEGStructure.problem(of: crop)
            }
        }
    }
}
