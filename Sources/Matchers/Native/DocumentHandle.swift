import AuditCore
import CDocument
import CVision
import MatcherKit

/// Owns one reader of the C++ shim: networks with inner state, for one thread.
final class DocumentHandle {
    private let raw: OpaquePointer

    /// Loads the line network, YuNet and SFace, in this order, and languages.
    init(models: [ModelFile], languages: [LanguageFile]) throws(NativeFailure) {
        var handle: OpaquePointer?
        var error = cvision_error()
        let warm = languages.map(\.name).joined(separator: "+")
        let status = models[0].withBytes { lines in
            models[1].withBytes { detector in
                models[2].withBytes { recogniser in
                    Self.lend(languages[...], []) { raw in
                        cdocument_open(lines, detector, recogniser, raw, raw.count, warm, &handle, &error)
                    }
                }
            }
        }
        guard status == CVISION_OK, let handle else { throw NativeFailure(description: error.text) }
        raw = handle
    }

    deinit { cdocument_close(raw) }

    /// Lends names and bytes of all languages at once.
    private static func lend<T>(
        _ languages: ArraySlice<LanguageFile>, _ lent: [cdocument_language], _ body: ([cdocument_language]) -> T
    ) -> T {
        guard let next = languages.first else { return body(lent) }
        return next.name.withCString { name in
            next.bytes.withUnsafeBufferPointer { bytes in
                let language = cdocument_language(
                    name: name, data: cvision_bytes(data: bytes.baseAddress, length: bytes.count))
                return lend(languages.dropFirst(), lent + [language], body)
            }
        }
    }

    /// Decodes a photo and reads the document on it.
    func read(_ bytes: [UInt8], languages: [String], maxPixels: Int) throws(ExtractionFailure) -> DocumentCapture {
        var error = cvision_error()
        var side: UnsafeMutablePointer<cdocument_side>?
        // What is no name would be no language either, but must not be taken apart.
        let names = languages.map { LanguageFile.isName($0) ? $0 : "?" }.joined(separator: "+")
        let status = names.withCString { names in
            let options = cdocument_options(
                max_bytes: bytes.count, max_pixels: UInt64(clamping: maxPixels), languages: names)
            return bytes.withUnsafeBufferPointer {
                cdocument_read(raw, cvision_bytes(data: $0.baseAddress, length: $0.count), options, &side, &error)
            }
        }
        defer { cdocument_side_free(side) }
        guard status == CVISION_OK, let side else {
            throw ExtractionFailure(VisionHandle.reason(status), detail: error.text)
        }
        let jpeg = Array(UnsafeBufferPointer(start: side.pointee.jpeg, count: side.pointee.jpeg_length))
        return DocumentCapture(side: DocumentSide(side.pointee), straightened: jpeg)
    }

    /// The libraries' names and versions, as "5.3.0".
    static var versions: [(name: String, version: String)] {
        let versions = cdocument_versions()
        return [
            ("tesseract", String(cString: versions.tesseract)), ("zxing", String(cString: versions.zxing)),
            ("leptonica", String(cString: versions.leptonica)),
        ]
    }
}

extension DocumentSide {
    fileprivate init(_ side: cdocument_side) {
        let corners = [side.outline.0, side.outline.1, side.outline.2, side.outline.3]
        self.init(
            width: Int(side.width), height: Int(side.height),
            outline: side.has_outline == 0 ? nil : corners.map { PixelPoint(x: $0.x, y: $0.y) },
            rotation: Int(side.rotation), skew: side.skew,
            mrz: UnsafeBufferPointer(start: side.lines, count: side.line_count).map(MRZLineReading.init),
            barcodes: UnsafeBufferPointer(start: side.barcodes, count: side.barcode_count).map {
                BarcodeReading(
                    format: String(cString: $0.format), text: String(cString: $0.text), box: PixelBox($0.box))
            },
            words: UnsafeBufferPointer(start: side.words, count: side.word_count).map {
                WordReading(
                    text: String(cString: $0.text), confidence: $0.confidence, box: PixelBox($0.box),
                    line: Int($0.line))
            },
            faces: UnsafeBufferPointer(start: side.faces, count: side.face_count).map {
                DocumentFace(
                    box: PixelBox($0.box), confidence: min(1, max(0, $0.confidence)),
                    similarityToFirst: $0.similarity.isNaN ? nil : $0.similarity)
            },
            problems: Self.problems(side.problems))
    }

    private static func problems(_ bits: UInt32) -> [String] {
        let codes = [
            (CDOCUMENT_NO_OUTLINE, "no_outline"), (CDOCUMENT_IMAGE_TOO_SMALL, "image_too_small"),
            (CDOCUMENT_LANGUAGE_DATA_MISSING, "language_data_missing"),
        ]
        return codes.filter { bits & $0.0.rawValue != 0 }.map(\.1)
    }
}

extension MRZLineReading {
    fileprivate init(_ line: cdocument_line) {
        self.init(
            box: PixelBox(line.box),
            characters: UnsafeBufferPointer(start: line.characters, count: line.count).map(CharacterReading.init))
    }
}

extension CharacterReading {
    fileprivate init(_ character: cdocument_character) {
        let count = Int(character.count)
        self.init(
            candidates: withUnsafeBytes(of: character.values) { values in
                withUnsafeBytes(of: character.probabilities) { raw in
                    let probabilities = raw.bindMemory(to: Double.self)
                    return (0..<count).map {
                        Candidate(value: String(UnicodeScalar(values[$0])), probability: probabilities[$0])
                    }
                }
            })
    }
}

extension PixelBox {
    fileprivate init(_ box: cdocument_box) { self.init(x: box.x, y: box.y, width: box.width, height: box.height) }
}
