import AuditCore
import Synchronization

@testable import AuditEngine

/// A reader that finds what a test says, by the photo's fifth byte, and counts how often it is asked.
struct StubDocumentReader: DocumentReader {
    var descriptor = DocumentReaderDescriptor(
        name: "document", version: "1", models: [ModelDigest(file: "ocrb-line.onnx", sha256: "1")],
        languages: [ModelDigest(file: "eng.traineddata", sha256: "2")])
    /// What is on a photo by its fifth byte; nil: the photo cannot be processed.
    var sides: [UInt8: DocumentSide]
    /// What becomes of a photo that is not among them.
    var failure = ExtractionFailure(.workerCrashed, detail: "the worker ended")
    let calls = CountingMatcher.Calls()

    func read(
        _ image: ImageBytes, languages: [String]
    ) async throws(AuditError) -> Result<DocumentCapture, ExtractionFailure> {
        calls.add()
        guard let side = sides[image.bytes[4]] else { return .failure(failure) }
        // The straightened image shows the same person, and is another file.
        return .success(DocumentCapture(side: side, straightened: Array(image.bytes.prefix(5)) + [0xEE]))
    }
}

extension DocumentSide {
    /// The specimen passport of ICAO Doc 9303-4, read without doubt.
    static let specimen = passport([
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ])

    /// A passport page with these lines.
    static func passport(_ lines: [String], probability: Double = 0.9999) -> DocumentSide {
        DocumentSide(
            width: 1250, height: 880,
            mrz: lines.enumerated().map { place, line in
                MRZLineReading(
                    box: PixelBox(x: 20, y: 760 + 50 * Double(place), width: 1200, height: 40),
                    characters: line.map {
                        CharacterReading(candidates: [.init(value: String($0), probability: probability)])
                    })
            },
            faces: [
                DocumentFace(box: PixelBox(x: 60, y: 200, width: 260, height: 330), confidence: 0.99),
                DocumentFace(
                    box: PixelBox(x: 1000, y: 300, width: 90, height: 110), confidence: 0.8, similarityToFirst: 0.6),
            ])
    }

    /// A photo on which nothing is legible.
    static let blank = DocumentSide(width: 640, height: 480, problems: ["no_outline"])
}
