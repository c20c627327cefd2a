import AuditTesting
import Foundation
import Testing

/// `auditor run` from outside, on the sample photos.
@Suite(
    .tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .timeLimit(.minutes(30)))
struct RunTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private let photos = ["--images-root", Repository.path(".models/photos")]

    private func run(_ manifest: String, _ more: [String] = []) async throws -> Programs.Ending {
        try await Programs.auditor(
            ["run", manifest, "--output", "out", "--progress", "none"] + photos + more, in: folder)
    }

    private func manifest(_ rows: [String], header: String = "request_id,selfie,document") throws -> String {
        try folder.write(Array(([header] + rows).joined(separator: "\n").utf8), to: "manifest.csv")
        return "manifest.csv"
    }

    private func rows() throws -> [[String]] {
        try String(contentsOfFile: folder.file("out/decisions.csv"), encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    private func outcomes() throws -> [String] { try rows().map { "\($0[2]) \($0[3])" } }

    @Test func decidesTheDemoManifest() async throws {
        let ending = try await run(Repository.path("samples/manifests/demo.csv"))
        #expect(ending.status == 3)
        #expect(
            try outcomes() == [
                "approved face_match", "approved face_match", "approved face_match", "approved face_match",
                "rejected face_mismatch", "rejected face_mismatch", "rejected face_mismatch",
                "review no_face;matcher_missing", "error image_missing", "error invalid_field", "error invalid_field",
                "error duplicate_request_id",
            ])
        #expect(ending.output.contains("report: out/index.html"))
    }

    @Test func theSameCommandAgainAddsNothingAndWritesTheSameBytes() async throws {
        let manifest = try manifest(["a,obama.jpg,obama2.jpg", "b,biden.jpg,obama.jpg"])
        #expect(try await run(manifest).status == 0)
        let first = try contents("out")
        let again = try await run(manifest)
        #expect(again.status == 0)
        #expect(again.output.contains("nothing was added"))
        #expect(try contents("out") == first)
        let report = try await Programs.auditor(["report", "1", "--output", "again"], in: folder)
        #expect(report.status == 0)
        #expect(try contents("again") == first)
        let other = try await run(manifest, ["--workers", "1", "--database", "other.sqlite"])
        #expect(other.status == 0)
    }

    @Test func aChangedPhotoMakesANewRun() async throws {
        let source = Repository.path(".models/photos/")
        try folder.write(try Data(contentsOf: URL(filePath: source + "obama.jpg")), to: "photos/a.jpg")
        try folder.write(try Data(contentsOf: URL(filePath: source + "obama2.jpg")), to: "photos/b.jpg")
        let manifest = try manifest(["a,a.jpg,b.jpg"])
        let arguments = [
            "run", manifest, "--output", "out", "--progress", "none", "--images-root", folder.file("photos"),
        ]
        #expect(try await Programs.auditor(arguments, in: folder).output.contains("run 1: 1 requests decided"))
        try folder.write(try Data(contentsOf: URL(filePath: source + "astronaut.png")), to: "photos/b.jpg")
        #expect(try await Programs.auditor(arguments, in: folder).output.contains("run 2: 1 requests decided"))
        #expect(try outcomes() == ["rejected face_mismatch"])
    }

    @Test func badPhotosAreErrorsWithTheirOwnReasonAndTheRunGoesOn() async throws {
        let good = Array(try Data(contentsOf: URL(filePath: Repository.path(".models/photos/obama.jpg"))))
        try folder.write(good, to: "photos/good.jpg")
        try folder.write([], to: "photos/empty.jpg")
        try folder.write(good.prefix(good.count / 2), to: "photos/cut.jpg")
        try folder.write(Array("NITF02.10 not a photo".utf8), to: "photos/nitf.jpg")
        try folder.write(Array("hello".utf8), to: "photos/text.png")
        try folder.write(good + [UInt8](repeating: 0, count: 21 << 20), to: "photos/huge.jpg")
        try folder.write(good, to: "outside.jpg")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("photos/link.jpg"), withDestinationPath: "../outside.jpg")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("photos/inside.jpg"), withDestinationPath: "good.jpg")
        mkfifo(folder.file("photos/fifo.jpg"), 0o600)
        let cases = [
            ("missing.jpg", "error image_missing"), ("empty.jpg", "error image_empty"),
            ("cut.jpg", "error image_unreadable"), ("nitf.jpg", "error image_unsupported"),
            ("text.png", "error image_unsupported"), ("huge.jpg", "error image_over_limit"),
            ("../outside.jpg", "error image_outside_root"), (folder.file("outside.jpg"), "error image_outside_root"),
            ("link.jpg", "error image_outside_root"), ("fifo.jpg", "error image_not_a_file"),
            (".", "error image_not_a_file"), ("/dev/zero", "error image_outside_root"),
            ("inside.jpg", "approved face_match"), ("good.jpg", "approved face_match"),
        ]
        let manifest = try manifest(cases.enumerated().map { "r\($0.offset),good.jpg,\($0.element.0)" })
        let ending = try await Programs.auditor(
            ["run", manifest, "--output", "out", "--progress", "none", "--images-root", folder.file("photos")],
            in: folder)
        #expect(ending.status == 3)
        #expect(try outcomes() == cases.map(\.1))
    }

    /// Thin photos cannot hold a face, and five or fifty of them in a row must not stop a night.
    @Test func thinPhotosAreOrdinaryPhotosWithoutAFace() async throws {
        let good = Array(try Data(contentsOf: URL(filePath: Repository.path(".models/photos/obama.jpg"))))
        try folder.write(good, to: "photos/good.jpg")
        for (index, size) in [(30000, 2), (5000, 1), (1, 5000)].enumerated() {
            try folder.write(GreyPNG.bytes(width: size.0, height: size.1), to: "photos/\(index).png")
            try folder.write(FlatJPEG.bytes(width: size.0, height: size.1), to: "photos/\(index).jpg")
        }
        let thin = (0..<12).map { "r\($0),\($0 % 3).png,\($0 % 3).jpg" }
        let manifest = try manifest(thin + ["last,good.jpg,good.jpg"])
        let ending = try await Programs.auditor(
            ["run", manifest, "--output", "out", "--progress", "none", "--images-root", folder.file("photos")],
            in: folder)
        #expect(ending.status == 0)
        #expect(try outcomes().dropLast().allSatisfy { $0.hasPrefix("review no_face") })
        #expect(try outcomes().last == "approved face_match")
    }

    @Test func inlinePhotosWork() async throws {
        let data = try Data(contentsOf: URL(filePath: Repository.path(".models/photos/obama2.jpg")))
        let manifest = try manifest(
            ["a,obama.jpg,data:image/jpeg;base64,\(data.base64EncodedString())"].map {
                let parts = $0.split(separator: ",", maxSplits: 2).map(String.init)
                return "\(parts[0]),\(parts[1]),\"\(parts[2])\""
            })
        #expect(try await run(manifest).status == 0)
        #expect(try outcomes() == ["approved face_match"])
    }

    @Test func theNewestCommandSaysWhoGetsAMessage() async throws {
        let manifest = try manifest(
            ["a,obama.jpg,obama2.jpg,a@example.org", "b,chelsea.png,obama.jpg,b@example.org"],
            header: "request_id,selfie,document,email")
        func messages() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: folder.file("out/notifications/new"))
                .count { $0.hasPrefix("0") }
        }
        for (mode, count) in [("none", 0), ("all", 2), ("review", 1)] {
            #expect(try await run(manifest, ["--notifications", mode]).status == 0)
            #expect(try messages() == count, "\(mode)")
        }
        let runs = try await Programs.auditor(["runs"], in: folder)
        #expect(runs.output.split(separator: "\n").count == 1)
    }

    @Test func failOnTurnsFindingsIntoExitStatusOne() async throws {
        let manifest = try manifest(["a,obama.jpg,astronaut.png"])
        #expect(try await run(manifest).status == 0)
        #expect(try await run(manifest, ["--fail-on", "rejected"]).status == 1)
        #expect(try await run(manifest, ["--fail-on", "error"]).status == 0)
        #expect(try await run(manifest, ["--fail-on", "review"]).status == 1)
    }

    private func contents(_ name: String) throws -> [String: Data] {
        let root = folder.file(name)
        var found: [String: Data] = [:]
        for case let path as String in try #require(FileManager.default.enumerator(atPath: root)) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder)
            if !isFolder.boolValue { found[path] = try Data(contentsOf: URL(filePath: root + "/" + path)) }
        }
        #expect(found.count > 4)
        return found
    }
}
