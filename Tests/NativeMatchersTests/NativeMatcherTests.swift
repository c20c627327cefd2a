import AuditCore
import AuditTesting
import Foundation
import MatcherKit
import NativeMatchers
import Testing

/// What every built-in matcher must do, on the sample photos.
@Suite(.tags(.models), .enabled(if: Repository.hasModels, "needs the models: make setup"), .serialized)
struct NativeMatcherTests {
    static let names = Repository.installed(BuiltInMatchers.all.map { $0.name })

    private func matcher(_ name: String) throws -> any NativeMatcher {
        let type = try #require(BuiltInMatchers.all.first { $0.name == name })
        return try type.init(
            models: try type.modelFiles.map { try ModelFile(folder: Repository.path(".models"), file: $0) })
    }

    private func photo(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: Repository.path(".models/photos/" + name))))
    }

    private func template(_ name: String, _ photoName: String) throws -> FaceTemplate {
        let extraction = try matcher(name).extract(photo(photoName), choice: .largest, maxPixels: 100_000_000)
        return try #require(extraction.template)
    }

    @Test func everyMatcherFileIsRegistered() throws {
        let folder = Repository.path("Sources/Matchers/Native")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix("Matcher.swift") && $0 != "NativeMatcher.swift" }
        #expect(files.count == BuiltInMatchers.all.count)
        #expect(Set(files) == Set(BuiltInMatchers.all.map { "\($0).swift" }))
        let names = BuiltInMatchers.all.map { $0.name }
        #expect(names == names.sorted())
    }

    @Test(arguments: names)
    func tellsTheSamePersonFromAnother(name: String) throws {
        let metric = try matcher(name).descriptor.metric
        let person = try template(name, "obama.jpg")
        let same = try #require(metric.score(person, template(name, "obama2.jpg")))
        let other = try #require(metric.score(person, template(name, "astronaut.png")))
        #expect(metric.direction.similarity(same) - metric.direction.similarity(other) > 0.4)
    }

    @Test(arguments: names)
    func givesTheSameTemplateEveryTime(name: String) throws {
        #expect(try template(name, "biden.jpg") == template(name, "biden.jpg"))
    }

    @Test(arguments: names, [("obama.jpg", true), ("chelsea.png", false)])
    func timesEveryStageThatItReaches(name: String, photoCase: (file: String, hasFace: Bool)) throws {
        let timings = try #require(
            try matcher(name).extract(photo(photoCase.file), choice: .largest, maxPixels: 100_000_000).timings)
        #expect(timings.decode > 0 && timings.detect > 0)
        #expect((timings.align > 0) == photoCase.hasFace && (timings.embed > 0) == photoCase.hasFace)
    }

    @Test(arguments: names)
    func reportsNoFaceOnACat(name: String) throws {
        let extraction = try matcher(name).extract(photo("chelsea.png"), choice: .largest, maxPixels: 100_000_000)
        #expect(extraction.faces.isEmpty && extraction.chosen == nil && extraction.template == nil)
        #expect(extraction.imageWidth == 451 && extraction.imageHeight == 300)
    }

    @Test(arguments: names)
    func measuresTheFaceInPixelsOfTheWholePhoto(name: String) throws {
        let extraction = try matcher(name).extract(photo("astronaut.png"), choice: .largest, maxPixels: 100_000_000)
        let face = try #require(extraction.chosenFace)
        let eyes = face.landmarks.prefix(2)
        let distance = hypot(eyes[0].x - eyes[1].x, eyes[0].y - eyes[1].y)
        #expect(abs(face.quality.interEyeDistance - distance) < 1)
        #expect((60...260).contains(face.box.x) && (20...200).contains(face.box.y))
        #expect(abs(face.quality.roll) < 20 && (0...255).contains(face.quality.brightness))
        #expect(extraction.crop.starts(with: [0xff, 0xd8, 0xff]))
    }

    @Test(arguments: names)
    func refusesPhotosOverThePixelLimitFromTheHeaderAlone(name: String) throws {
        // A PNG header that claims 60,000 x 60,000 pixels, with nothing behind it.
        var bomb: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        bomb += [0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0, 0, 0, 0, 0]
        let failure = #expect(throws: ExtractionFailure.self) {
            try matcher(name).extract(bomb, choice: .largest, maxPixels: 64_000_000)
        }
        #expect(failure?.code == .imageOverLimit || failure?.code == .imageUnreadable)
        let limited = #expect(throws: ExtractionFailure.self) {
            try matcher(name).extract(photo("obama.jpg"), choice: .largest, maxPixels: 910 * 1137 - 1)
        }
        #expect(limited?.code == .imageOverLimit)
    }

    /// Each scan of a progressive photo costs a pass over the whole picture: their number is bounded before decoding.
    @Test(arguments: names)
    func refusesAPhotoOfAThousandScansBeforeDecoding(name: String) throws {
        let frame: [UInt8] = [0xff, 0xd8, 0xff, 0xc2, 0, 11, 8, 0x40, 0, 0x40, 0, 1, 1, 0x11, 0]
        let scan: [UInt8] = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0, 0]
        let bytes = frame + Array(repeatElement(scan, count: 1000).joined()) + [0xff, 0xd9]
        let failure = #expect(throws: ExtractionFailure.self) {
            try matcher(name).extract(bytes, choice: .largest, maxPixels: 1 << 30)
        }
        #expect(failure?.code == .imageUnsupported)
        #expect(failure?.detail.contains("too many scans") == true)
    }

    /// 48 megapixels would take 144 MB at full size; they are decoded at a fraction and reported in full.
    @Test(arguments: names, [(8000, 6000), (6000, 8000), (4001, 17), (1, 1)])
    func reportsAPhotoThatIsDecodedSmallerInItsOwnPixels(name: String, size: (width: Int, height: Int)) throws {
        let bytes = FlatJPEG.bytes(width: size.width, height: size.height)
        let extraction = try matcher(name).extract(bytes, choice: .largest, maxPixels: 48_000_000)
        #expect(extraction.imageWidth == size.width && extraction.imageHeight == size.height)
        #expect(extraction.faces.isEmpty)
        let failure = #expect(throws: ExtractionFailure.self) {
            try matcher(name).extract(bytes, choice: .largest, maxPixels: size.width * size.height - 1)
        }
        #expect(failure?.code == .imageOverLimit)
    }

    @Test(arguments: names, [0.1, 0.5, 0.9, 0.999])
    func refusesATruncatedPhoto(name: String, share: Double) throws {
        for file in ["obama.jpg", "astronaut.png"] {
            let whole = try photo(file)
            let failure = #expect(throws: ExtractionFailure.self) {
                try matcher(name).extract(
                    Array(whole.prefix(Int(Double(whole.count) * share))), choice: .largest, maxPixels: 100_000_000)
            }
            #expect(failure?.code == .imageUnreadable)
        }
    }

    @Test(arguments: names, [[UInt8]("NITF02.10".utf8), [], [0xff, 0xd8, 0xff], [UInt8](repeating: 7, count: 1000)])
    func refusesWhatIsNoPhoto(name: String, bytes: [UInt8]) throws {
        #expect(throws: ExtractionFailure.self) {
            try matcher(name).extract(bytes, choice: .largest, maxPixels: 100_000_000)
        }
    }

    /// The same photo stored in the eight ways of EXIF must give the same template: pixels are turned back exactly.
    @Test(arguments: names)
    func appliesEveryExifOrientation(name: String) throws {
        let folder = try TemporaryFolder()
        let script = [
            "python3", Repository.path("Tests/Fixtures/orient_png.py"),
            Repository.path(".models/photos/astronaut.png"), folder.path,
        ]
        try #require(try ChildProcess.run("/usr/bin/env", script).status == 0)
        let matcher = try matcher(name)
        var upright = try matcher.extract(photo("astronaut.png"), choice: .largest, maxPixels: 1_000_000)
        upright.timings = nil
        for orientation in 1...8 {
            let bytes = Array(try Data(contentsOf: URL(filePath: folder.file("\(orientation).png"))))
            var found = try matcher.extract(bytes, choice: .largest, maxPixels: 1_000_000)
            found.timings = nil
            #expect(found == upright, "orientation \(orientation)")
        }
    }
}
