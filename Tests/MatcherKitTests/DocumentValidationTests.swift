import AuditCore
import AuditTesting
import Testing

@testable import MatcherKit

/// One thing wrong at a time in a side that is right.
@Suite struct DocumentValidationTests {
    private typealias Candidate = CharacterReading.Candidate
    private static let box = PixelBox(x: 0, y: 0, width: 10, height: 10)
    private static let jpeg = FlatJPEG.bytes(width: 300, height: 200)

    private static func line(_ candidates: [(String, Double)] = [("A", 0.75), ("4", 0.25)], count: Int = 30)
        -> MRZLineReading
    {
        let character = CharacterReading(candidates: candidates.map { Candidate(value: $0, probability: $1) })
        return MRZLineReading(box: box, characters: Array(repeating: character, count: count))
    }

    private static var side: DocumentSide {
        DocumentSide(
            width: 300, height: 200, outline: (0..<4).map { PixelPoint(x: Double($0), y: -3) }, rotation: 270,
            skew: -45,
            mrz: [line(), line()], barcodes: [BarcodeReading(format: "code_39", text: "A", box: box)],
            words: [WordReading(text: "ÅSA", confidence: 1, box: box, line: 0)],
            faces: [
                DocumentFace(box: box, confidence: 0), DocumentFace(box: box, confidence: 1, similarityToFirst: -1),
            ],
            problems: ["no_outline"])
    }

    @Test func aSideThatIsRightIsLetThrough() {
        #expect(DocumentValidation.problem(of: Self.side, straightened: Self.jpeg) == nil)
        let empty = DocumentSide(width: 300, height: 200)
        #expect(DocumentValidation.problem(of: empty, straightened: Self.jpeg) == nil)
    }

    private static let lies: [(String, @Sendable (inout DocumentSide) -> Void)] = [
        ("another width", { $0.width = 299 }), ("no height", { $0.height = 0 }),
        ("a rotation of 45", { $0.rotation = 45 }), ("a skew of NaN", { $0.skew = .nan }),
        ("a skew of 46", { $0.skew = 46 }), ("three corners", { $0.outline?.removeLast() }),
        ("a corner nowhere", { $0.outline?[0].x = .infinity }), ("a corner far away", { $0.outline?[0].y = 1e7 }),
        ("one line", { $0.mrz = [line()] }), ("four lines", { $0.mrz = Array(repeating: line(), count: 4) }),
        ("a line without characters", { $0.mrz[0] = line(count: 0) }), ("a long line", { $0.mrz[0] = line(count: 61) }),
        ("no candidates", { $0.mrz[0] = line([]) }),
        ("six candidates", { $0.mrz[0] = line("ABCDEF".map { (String($0), 0.1) }) }),
        ("a small letter", { $0.mrz[0] = line([("a", 0.5)]) }), ("two letters", { $0.mrz[0] = line([("AB", 0.5)]) }),
        ("a letter twice", { $0.mrz[0] = line([("A", 0.5), ("A", 0.25)]) }),
        ("rising probabilities", { $0.mrz[0] = line([("A", 0.25), ("B", 0.5)]) }),
        ("probabilities above 1", { $0.mrz[0] = line([("A", 0.75), ("B", 0.5)]) }),
        ("a probability below 0", { $0.mrz[0] = line([("A", 0.75), ("B", -0.5)]) }),
        ("a probability of NaN", { $0.mrz[0] = line([("A", .nan)]) }),
        ("a barcode of no kind", { $0.barcodes[0].format = "ean_13" }),
        ("a barcode of nothing", { $0.barcodes[0].text = "" }),
        ("a barcode's box outside", { $0.barcodes[0].box.x = 295 }),
        ("many barcodes", { $0.barcodes = Array(repeating: $0.barcodes[0], count: 17) }),
        ("a word of nothing", { $0.words[0].text = "" }), ("a word with a bell", { $0.words[0].text = "A\u{7}" }),
        ("a long word", { $0.words[0].text = String(repeating: "A", count: 401) }),
        ("a word's confidence of 2", { $0.words[0].confidence = 2 }),
        ("a word's line of -1", { $0.words[0].line = -1 }),
        ("an empty box", { $0.words[0].box.width = 0 }), ("an endless box", { $0.words[0].box.height = .infinity }),
        ("many words", { $0.words = Array(repeating: $0.words[0], count: 2001) }),
        ("a face above the image", { $0.faces[0].box.y = -20 }),
        ("a face's confidence of NaN", { $0.faces[1].confidence = .nan }),
        ("the first like itself", { $0.faces[0].similarityToFirst = 1 }),
        ("a similarity of 2", { $0.faces[1].similarityToFirst = 2 }),
        ("a problem in words", { $0.problems = ["No outline!"] }),
        ("many problems", { $0.problems = Array(repeating: "a", count: 17) }),
    ]

    @Test(arguments: lies.map(\.0))
    func aLieIsFound(name: String) throws {
        var side = Self.side
        try #require(Self.lies.first { $0.0 == name }).1(&side)
        #expect(DocumentValidation.problem(of: side, straightened: Self.jpeg) != nil)
    }

    @Test func aPictureThatIsNoneOrOfAnotherSizeIsRefused() {
        for picture in [[], Array(Self.jpeg.dropLast()), Self.jpeg + [0], FlatJPEG.bytes(width: 200, height: 300)] {
            #expect(DocumentValidation.problem(of: Self.side, straightened: picture) != nil)
        }
    }

    @Test func whatWasReadDoesNotReachTheMessage() {
        var side = Self.side
        side.words[0].text = "SECRET\u{7}"
        let problem = DocumentValidation.problem(of: side, straightened: Self.jpeg)
        #expect(problem?.contains("SECRET") == false)
    }
}
