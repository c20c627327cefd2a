/// Whether bytes are the plain JPEG of a face crop, or of another picture of a known size, and nothing else: baseline, one or
/// three components, one scan, and not a byte that this does not need. Looks at the structure (ITU-T T.81, annex B) and never decodes.
///
/// Crops are stored and shown, and come from programs that see photos. This keeps files, comments and metadata from riding
/// along. It cannot keep a program from hiding bits in the picture's own coefficients: nothing but drawing the crop oneself
/// could.
package enum JPEGStructure {
    /// Most bytes of a crop; one of quality 95 has about 12 KiB.
    package static let maximumBytes = 32_768
    /// Pixels a side.
    package static let side = 112
    /// Most quantisation and Huffman tables: those that one baseline scan can name.
    private static let (maxQuantisations, maxHuffmans) = (4, 4)

    /// What is wrong with a crop, without any of its bytes; nil when it is a plain JPEG.
    package static func problem(of bytes: [UInt8]) -> String? {
        problem(of: bytes, width: side, height: side, maximumBytes: maximumBytes, name: "the face crop")
    }

    /// What is wrong with a picture that must have this size, without any of its bytes; nil when it is a plain JPEG.
    package static func problem(
        of bytes: [UInt8], width: Int, height: Int, maximumBytes: Int, name: String
    ) -> String? {
        guard bytes.count <= maximumBytes else { return "\(name) has more than \(maximumBytes) bytes" }
        var reader = Reader(bytes: bytes, width: width, height: height)
        do throws(Refusal) {
            try reader.read()
            return nil
        } catch {
            return "\(name) is no plain JPEG: " + error.reason
        }
    }

    private struct Refusal: Error {
        let reason: String
    }

    private struct Reader {
        let bytes: [UInt8]
        let width, height: Int
        var position = 0
        var components: [UInt8] = []
        var quantisations = 0
        var huffmans = 0
        var hasRestarts = false
        var hasApplication = false

        mutating func read() throws(Refusal) {
            guard bytes.starts(with: [0xff, 0xd8]) else { throw Refusal(reason: "it does not begin as one") }
            position = 2
            while true {
                let marker = try marker()
                let segment = try segment()
                switch marker {
                case 0xe0: try application(segment)
                case 0xdb: try quantisation(segment)
                case 0xc4: try huffman(segment)
                case 0xc0: try frame(segment)
                case 0xdd: try restarts(segment)
                case 0xda:
                    try scan(segment)
                    return try entropy()
                default: throw Refusal(reason: "it has a segment that it does not need")
                }
            }
        }

        private mutating func marker() throws(Refusal) -> UInt8 {
            guard position + 1 < bytes.count, bytes[position] == 0xff else { throw Refusal(reason: "it is damaged") }
            position += 2
            return bytes[position - 1]
        }

        /// A segment's bytes without its length.
        private mutating func segment() throws(Refusal) -> ArraySlice<UInt8> {
            guard position + 1 < bytes.count else { throw Refusal(reason: "it is cut off") }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            guard length >= 2, position + length <= bytes.count else { throw Refusal(reason: "it is cut off") }
            defer { position += length }
            return bytes[(position + 2)..<(position + length)]
        }

        /// JFIF's own (ITU-T T.871), first, once and without a thumbnail.
        private mutating func application(_ segment: ArraySlice<UInt8>) throws(Refusal) {
            let isJFIF = segment.count == 14 && segment.starts(with: [0x4a, 0x46, 0x49, 0x46, 0, 1])
            guard isJFIF, segment.suffix(2).allSatisfy({ $0 == 0 }), position == 20, !hasApplication else {
                throw Refusal(reason: "its JFIF header is not the plain one")
            }
            hasApplication = true
        }

        private mutating func quantisation(_ segment: ArraySlice<UInt8>) throws(Refusal) {
            // Precision 0 and a number of 0 to 3, then 64 bytes.
            let starts = stride(from: segment.startIndex, to: segment.endIndex, by: 65)
            guard segment.count % 65 == 0, starts.allSatisfy({ segment[$0] <= 3 }) else {
                throw Refusal(reason: "its quantisation tables are not those of a baseline JPEG")
            }
            quantisations += segment.count / 65
            guard quantisations <= maxQuantisations else { throw Refusal(reason: "it has too many tables") }
        }

        private mutating func huffman(_ segment: ArraySlice<UInt8>) throws(Refusal) {
            var rest = segment
            while let head = rest.first {
                let codes = rest.dropFirst().prefix(16).reduce(0) { $0 + Int($1) }
                guard [0, 1, 0x10, 0x11].contains(head), rest.count >= 17 + codes, codes <= (head < 2 ? 12 : 162) else {
                    throw Refusal(reason: "its Huffman tables are not those of a baseline JPEG")
                }
                rest = rest.dropFirst(17 + codes)
                huffmans += 1
            }
            guard huffmans <= maxHuffmans else { throw Refusal(reason: "it has too many tables") }
        }

        private mutating func frame(_ segment: ArraySlice<UInt8>) throws(Refusal) {
            let values = Array(segment)
            guard components.isEmpty, values.count >= 6, [1, 3].contains(values[5]),
                values.count == 6 + 3 * Int(values[5])
            else { throw Refusal(reason: "its frame header is not that of one or three components") }
            let size = [height >> 8, height & 0xff, width >> 8, width & 0xff].map { UInt8(truncatingIfNeeded: $0) }
            guard values[0] == 8, values[1...4].elementsEqual(size) else {
                throw Refusal(reason: "it is not of 8 bits and \(width) x \(height) pixels")
            }
            components = stride(from: 6, to: values.count, by: 3).map { values[$0] }
        }

        private mutating func restarts(_ segment: ArraySlice<UInt8>) throws(Refusal) {
            guard segment.count == 2, !hasRestarts else { throw Refusal(reason: "it is damaged") }
            hasRestarts = true
        }

        private func scan(_ segment: ArraySlice<UInt8>) throws(Refusal) {
            let values = Array(segment)
            let count = components.count
            guard count > 0, values.count == 4 + 2 * count, Int(values[0]) == count,
                stride(from: 1, to: 1 + 2 * count, by: 2).map({ values[$0] }) == components,
                values.suffix(3).elementsEqual([0, 63, 0])
            else { throw Refusal(reason: "its scan is not one of all components") }
        }

        /// Coded data until the end of the image, which ends the file.
        private func entropy() throws(Refusal) {
            var index = position
            while index + 1 < bytes.count {
                guard bytes[index] == 0xff else {
                    index += 1
                    continue
                }
                let next = bytes[index + 1]
                if next == 0xd9 {
                    guard index + 2 == bytes.count else { throw Refusal(reason: "bytes follow its end") }
                    return
                }
                guard next == 0 || hasRestarts && (0xd0...0xd7).contains(next) else {
                    throw Refusal(reason: "something follows its only scan")
                }
                index += 2
            }
            throw Refusal(reason: "it is cut off")
        }
    }
}
