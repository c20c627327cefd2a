import AuditCore
import AuditTesting
import Foundation
import MatcherKit
import NativeMatchers
import Testing

/// The built-in reader of documents on pictures that are drawn here and on damaged ones.
@Suite(.tags(.models), .enabled(if: Repository.hasDocumentModels, "needs the models: make setup"), .serialized)
struct NativeDocumentReaderTests {
    private static func reader(languages: [String] = []) throws -> NativeDocumentReader {
        let models = Repository.path(".models")
        return try NativeDocumentReader(
            models: try NativeDocumentReader.modelFiles.map { try ModelFile(folder: models, file: $0) },
            languages: languages.compactMap { LanguageFile(name: $0, models: models) })
    }

    private static func read(_ bytes: [UInt8]) throws -> DocumentCapture {
        try reader().read(bytes, languages: [], maxPixels: 64_000_000)
    }

    /// A light quadrilateral on a dark table; corners clockwise from the top left.
    private static func card(_ corners: [PixelPoint], width: Int, height: Int) -> [UInt8] {
        GreyPNG.bytes(width: width, height: height) { x, y in
            let isInside = (0..<4).allSatisfy { index in
                let (a, b) = (corners[index], corners[(index + 1) % 4])
                return (b.x - a.x) * (Double(y) - a.y) - (b.y - a.y) * (Double(x) - a.x) >= 0
            }
            return isInside ? 220 : 60
        }
    }

    @Test(arguments: [
        // Straight from above, aslant, and turned by 20 degrees.
        [(100, 100), (740, 100), (740, 504), (100, 504)],
        [(180, 120), (690, 90), (760, 520), (90, 480)],
        [(262, 60), (826, 265), (690, 640), (126, 435)],
    ])
    func theCornersOfACardAreFound(corners: [(Double, Double)]) throws {
        let drawn = corners.map { PixelPoint(x: $0.0, y: $0.1) }
        let capture = try Self.read(Self.card(drawn, width: 880, height: 700))
        let found = try #require(capture.side.outline)
        // Nothing tells which edge of a blank card is its top, so any of the four may be the first.
        let isFound = (0..<4).contains { turn in
            zip(0..., drawn).allSatisfy { index, expected in
                let corner = found[(index + turn) % 4]
                return abs(corner.x - expected.x) < 8 && abs(corner.y - expected.y) < 8
            }
        }
        #expect(isFound, "\(found) for \(drawn)")
        #expect(DocumentValidation.problem(of: capture.side, straightened: capture.straightened) == nil)
        #expect(capture.side.mrz.isEmpty && capture.side.faces.isEmpty)
    }

    @Test func aScanIsTakenWhole() throws {
        let capture = try Self.read(GreyPNG.bytes(width: 600, height: 400))
        #expect(capture.side.outline == nil && capture.side.problems.contains("no_outline"))
        #expect(capture.side.width == 600 && capture.side.height == 400)
    }

    @Test(arguments: [(1, 1), (3, 2000), (2000, 3), (40, 40), (161, 161)])
    func aPictureOfAnyShapeIsSurvived(width: Int, height: Int) throws {
        let capture = try Self.read(GreyPNG.bytes(width: width, height: height))
        #expect(DocumentValidation.problem(of: capture.side, straightened: capture.straightened) == nil)
        #expect(capture.side.problems.contains("image_too_small") == (min(width, height) < 160))
    }

    @Test func aLanguageWithoutDataIsAProblemOfTheSide() throws {
        let capture = try Self.reader().read(
            GreyPNG.bytes(width: 300, height: 200), languages: ["eng", "../../etc"], maxPixels: 64_000_000)
        #expect(capture.side.problems.contains("language_data_missing"))
        #expect(LanguageFile(name: "../../etc/passwd", models: Repository.path(".models")) == nil)
    }

    @Test func aPhotoWithAFaceIsReadTheSameEveryTime() throws {
        let photo = Array(try Data(contentsOf: URL(filePath: Repository.path(".models/photos/obama.jpg"))))
        let (first, second) = (try Self.read(photo), try Self.read(photo))
        #expect(first == second)
        #expect(first.side.faces.first.map { $0.confidence > 0.8 } == true && first.side.rotation == 0)
    }

    @Test func damagedPhotosAreRefusedOrSurvived() throws {
        let photo = Array(try Data(contentsOf: URL(filePath: Repository.path(".models/photos/obama.jpg"))))
        let reader = try Self.reader()
        var random = SplitMix(seed: 7)
        for round in 0..<12 {
            var damaged = photo
            if round.isMultiple(of: 2) { damaged.removeLast(Int(random.next() % UInt64(photo.count))) }
            for _ in 0..<20 where !damaged.isEmpty {
                damaged[Int(random.next() % UInt64(damaged.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            do throws(ExtractionFailure) {
                let capture = try reader.read(damaged, languages: [], maxPixels: 64_000_000)
                #expect(DocumentValidation.problem(of: capture.side, straightened: capture.straightened) == nil)
            } catch {
                #expect([.imageUnreadable, .imageUnsupported, .imageOverLimit].contains(error.code))
            }
        }
    }

    @Test func aPhotoOverTheLimitIsRefusedBeforeItIsDecoded() throws {
        let failure = #expect(throws: ExtractionFailure.self) {
            try Self.reader().read(FlatJPEG.bytes(width: 4000, height: 3000), languages: [], maxPixels: 1_000_000)
        }
        #expect(failure?.code == .imageOverLimit)
    }
}
