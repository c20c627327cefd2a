package import AuditCore

/// Checks that what a worker read of a document can be right before anything is made of it, as `AnswerValidation` does for
/// faces: that numbers are finite and boxes within the picture, and that there is no more of anything than a document has.
package enum DocumentValidation {
    /// Longer side of the straightened image in pixels, and most bytes of its JPEG.
    package static let (maxSide, maxJPEGBytes) = (1600, 3 << 20)
    private static let (maxLineCharacters, maxCandidates) = (60, 5)
    private static let (maxBarcodes, maxBarcodeBytes) = (16, 8192)
    private static let (maxWords, maxWordBytes) = (2000, 400)
    private static let (maxFaces, maxProblems, maxProblemBytes) = (32, 16, 40)
    private static let (maxNames, maxTextBytes) = (64, 200)
    private static let formats: Set<String> = ["pdf417", "qr_code", "code_128", "code_39"]
    private static let alphabet = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<".map(String.init))
    /// How far probabilities may add up beyond 1, and boxes reach beyond the picture in pixels, for rounding alone.
    private static let (rounding, rim) = (1e-6, 1.0)

    /// What is wrong with the answer to `hello`; nil when it describes a reader of documents.
    package static func problem(of hello: DocumentHello) -> String? {
        guard hello.version == workerProtocolVersion else {
            return "it speaks protocol \(hello.version), not \(workerProtocolVersion)"
        }
        guard hello.capabilities.contains("document") else { return "it cannot read documents" }
        let files = hello.models + hello.languages
        guard files.count <= maxNames, hello.capabilities.count <= maxNames else {
            return "it names more than \(maxNames) files or capabilities"
        }
        let digits = Set("0123456789abcdef".utf8)
        guard files.allSatisfy({ $0.sha256.utf8.count == 64 && $0.sha256.utf8.allSatisfy(digits.contains) }) else {
            return "a file's digest is no SHA-256 in lower-case hexadecimal"
        }
        let texts = [hello.name, hello.readerVersion] + hello.capabilities + files.map(\.file)
        guard
            texts.allSatisfy({ text in
                text.utf8.count <= maxTextBytes && text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
            })
        else { return "a name or version is longer than \(maxTextBytes) bytes or not printable ASCII" }
        return nil
    }

    /// What is wrong with a side and its picture, without any of what was read; nil when both can be right.
    package static func problem(of side: DocumentSide, straightened: [UInt8]) -> String? {
        guard (1...maxSide).contains(side.width), (1...maxSide).contains(side.height) else {
            return "the straightened image's size is not within 1 to \(maxSide)"
        }
        let jpeg = JPEGStructure.problem(
            of: straightened, width: side.width, height: side.height, maximumBytes: maxJPEGBytes,
            name: "the straightened image")
        return jpeg ?? geometry(side) ?? zone(side) ?? barcodes(side) ?? words(side) ?? faces(side) ?? problems(side)
    }

    private static func geometry(_ side: DocumentSide) -> String? {
        guard [0, 90, 180, 270].contains(side.rotation) else { return "the rotation is no quarter of a circle" }
        guard side.skew.isFinite, abs(side.skew) <= 45 else { return "the skew is not within 45 degrees" }
        guard let outline = side.outline else { return nil }
        guard outline.count == 4, outline.allSatisfy({ isPossible($0.x) && isPossible($0.y) }) else {
            return "the outline is not four finite points"
        }
        return nil
    }

    /// Corners may lie outside a photo that cuts the document off, but not anywhere.
    private static func isPossible(_ value: Double) -> Bool { value.isFinite && abs(value) <= 1_000_000 }

    private static func zone(_ side: DocumentSide) -> String? {
        guard [0, 2, 3].contains(side.mrz.count) else { return "the machine-readable zone has not 2 or 3 lines" }
        for line in side.mrz {
            guard fits(line.box, in: side) else { return "a line's box is not in the image" }
            guard (1...maxLineCharacters).contains(line.characters.count) else {
                return "a line has not 1 to \(maxLineCharacters) characters"
            }
            guard line.characters.allSatisfy(isPossible) else {
                return "a character's candidates are not 1 to \(maxCandidates) of A to Z, 0 to 9 and < by falling probability"
            }
        }
        return nil
    }

    private static func isPossible(_ character: CharacterReading) -> Bool {
        let candidates = character.candidates
        guard (1...maxCandidates).contains(candidates.count), Set(candidates.map(\.value)).count == candidates.count,
            candidates.allSatisfy({ alphabet.contains($0.value) && isUnit($0.probability) })
        else { return false }
        let probabilities = candidates.map(\.probability)
        return zip(probabilities, probabilities.dropFirst()).allSatisfy(>=)
            && probabilities.reduce(0, +) <= 1 + rounding
    }

    private static func barcodes(_ side: DocumentSide) -> String? {
        guard side.barcodes.count <= maxBarcodes else { return "more than \(maxBarcodes) barcodes" }
        for code in side.barcodes {
            guard formats.contains(code.format) else { return "a barcode's format is unknown" }
            guard (1...maxBarcodeBytes).contains(code.text.utf8.count) else {
                return "a barcode's text has not 1 to \(maxBarcodeBytes) bytes"
            }
            guard fits(code.box, in: side) else { return "a barcode's box is not in the image" }
        }
        return nil
    }

    private static func words(_ side: DocumentSide) -> String? {
        guard side.words.count <= maxWords else { return "more than \(maxWords) words" }
        for word in side.words {
            guard (1...maxWordBytes).contains(word.text.utf8.count),
                word.text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
            else { return "a word has not 1 to \(maxWordBytes) bytes or a control character" }
            guard isUnit(word.confidence) else { return "a word's confidence is not within 0 to 1" }
            guard (0..<maxWords).contains(word.line) else { return "a word's line is not within 0 to \(maxWords)" }
            guard fits(word.box, in: side) else { return "a word's box is not in the image" }
        }
        return nil
    }

    private static func faces(_ side: DocumentSide) -> String? {
        guard side.faces.count <= maxFaces else { return "more than \(maxFaces) faces" }
        for (index, face) in side.faces.enumerated() {
            guard fits(face.box, in: side) else { return "a face's box is not in the image" }
            guard isUnit(face.confidence) else { return "a face's confidence is not within 0 to 1" }
            if let similarity = face.similarityToFirst {
                guard index > 0, similarity.isFinite, abs(similarity) <= 1 + rounding else {
                    return "a face's similarity is no cosine to the first"
                }
            }
        }
        return nil
    }

    private static func problems(_ side: DocumentSide) -> String? {
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_".utf8)
        let areCodes = side.problems.allSatisfy {
            (1...maxProblemBytes).contains($0.utf8.count) && $0.utf8.allSatisfy(letters.contains)
        }
        guard side.problems.count <= maxProblems, areCodes else { return "its problems are not stable codes" }
        return nil
    }

    private static func isUnit(_ value: Double) -> Bool { value.isFinite && (0...1).contains(value) }

    private static func fits(_ box: PixelBox, in side: DocumentSide) -> Bool {
        let numbers = [box.x, box.y, box.width, box.height]
        return numbers.allSatisfy(\.isFinite) && box.width > 0 && box.height > 0 && box.x >= -rim && box.y >= -rim
            && box.x + box.width <= Double(side.width) + rim && box.y + box.height <= Double(side.height) + rim
    }
}
