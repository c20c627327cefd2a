import AuditTesting
import Foundation
import Testing

/// What a user does wrong, and what the program answers: an exit status and a sentence, before anything is decided.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct RefusalTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ manifest: String, _ more: [String] = []) async throws -> Programs.Ending {
        try await Programs.auditor(
            ["run", manifest, "--output", "out", "--progress", "none", "--images-root"]
                + [Repository.path(".models/photos")] + more, in: folder)
    }

    private func expectNothingDecided() async throws {
        #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
        if FileManager.default.fileExists(atPath: folder.file("audit.sqlite")) {
            let runs = try await Programs.auditor(["runs", "--json"], in: folder)
            #expect(runs.output.contains(#""runs" : ["#))
            #expect(!runs.output.contains(#""id""#))
        }
    }

    @Test(arguments: [
        ("manifest.json", #"[{"request_id": "a",}]"#, "manifest.json:1:"),
        ("manifest.xml", "<requests>\n<request>\n</requests>", "manifest.xml:3:"),
        ("manifest.csv", "id,selfie\n1,a.jpg", "manifest.csv:1:"),
        ("manifest.csv", "request_id,selfie\n1,\"a.jpg", "manifest.csv:2:"),
        (
            "doctype.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE requests [<!ENTITY a \"b\">]>\n<requests/>",
            "doctype.xml:2:"
        ),
        ("manifest.ndjson", "{\"request_id\": \"a\"}\nnonsense\n", "manifest.ndjson:2:"),
    ])
    func aManifestThatCannotBeReadExits65WithLineAndColumn(name: String, text: String, place: String) async throws {
        try folder.write(Array(text.utf8), to: name)
        let ending = try await run(name)
        #expect(ending.status == 65)
        #expect(ending.errors.contains(place))
        try await expectNothingDecided()
    }

    @Test func aMissingManifestExits66() async throws {
        let ending = try await run("nowhere.csv")
        #expect(ending.status == 66)
        #expect(ending.errors.contains("nowhere.csv"))
    }

    @Test(arguments: [
        ("unknown key", "tresholds: {}", "thresholds"), ("yaml", "a: [", "policy.yaml:"),
        ("no such version", "schema_version: 99", "policy.yaml:1"),
    ])
    func anUnsoundPolicyExits78WithFileAndLine(what: String, text: String, expected: String) async throws {
        var lines = try String(contentsOfFile: Repository.path("samples/policies/default.yaml"), encoding: .utf8)
        lines = what == "unknown key" ? lines + "\n" + text + "\n" : text + "\n"
        try folder.write(Array(lines.utf8), to: "policy.yaml")
        try folder.write(Array("request_id,selfie,document\n".utf8), to: "m.csv")
        let ending = try await run("m.csv", ["--policy", "policy.yaml"])
        #expect(ending.status == 78)
        #expect(ending.errors.contains("policy.yaml:") && ending.errors.contains(expected))
        try await expectNothingDecided()
    }

    @Test func aFolderThatHoldsSomethingElseIsNotReplaced() async throws {
        try folder.write(Array("precious".utf8), to: "out/thesis.txt")
        try folder.write(Array("request_id,selfie,document\n".utf8), to: "m.csv")
        #expect(try await run("m.csv").status == 73)
        #expect(try String(contentsOfFile: folder.file("out/thesis.txt"), encoding: .utf8) == "precious")
    }

    @Test func aFolderThatHoldsWhatTheRunNeedsIsNotReplaced() async throws {
        try folder.write(Array("request_id,selfie,document\n".utf8), to: "m.csv")
        #expect(try await run("m.csv").status == 0)
        try FileManager.default.copyItem(atPath: folder.file("m.csv"), toPath: folder.file("out/m.csv"))
        for options in [["m.csv"], ["out/m.csv"], ["m.csv", "--database", "out/audit.sqlite"]] {
            let ending = try await run(options[0], Array(options.dropFirst()))
            #expect(ending.status == 73, "\(options)")
        }
        #expect(FileManager.default.fileExists(atPath: folder.file("out/m.csv")))
        let fresh = try await Programs.auditor(
            ["run", "m.csv", "--output", "new", "--database", "new/audit.sqlite"], in: folder)
        #expect(fresh.status == 73)
    }

    @Test(arguments: [
        ["--matcher", "nosuch"], ["--workers", "0"], ["--as-of", "2026-02-30"], ["--fail-on", "maybe"],
    ])
    func aWrongOptionExits64(options: [String]) async throws {
        try folder.write(Array("request_id,selfie,document\n".utf8), to: "m.csv")
        #expect(try await run("m.csv", options).status == 64)
    }

    @Test func aMissingOrAlteredModelExits78NamingExpectedAndFound() async throws {
        let home = folder.file("home")
        try FileManager.default.createDirectory(atPath: home + "/models/photos", withIntermediateDirectories: true)
        for name in ["templates", "models.json"] {
            try FileManager.default.createSymbolicLink(
                atPath: home + "/" + name, withDestinationPath: Repository.path(name))
        }
        try FileManager.default.createSymbolicLink(
            atPath: home + "/samples", withDestinationPath: Repository.path("samples"))
        try folder.write(Array("request_id,selfie,document\n".utf8), to: "m.csv")
        let environment = ["AUDITOR_HOME": home, "PATH": "/usr/bin:/bin"]
        let arguments = ["run", "m.csv", "--output", "out", "--matcher", "opencv"]
        let missing = try await Programs.auditor(arguments, in: folder, environment: environment)
        #expect(missing.status == 78)
        #expect(missing.errors.contains("face_detection_yunet") && missing.errors.contains("make setup"))
        try folder.write([1, 2, 3], to: "home/models/face_detection_yunet_2023mar.onnx")
        let altered = try await Programs.auditor(arguments, in: folder, environment: environment)
        #expect(altered.status == 78)
        // SHA-256 of the bytes 1, 2, 3.
        #expect(altered.errors.contains("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"))
        #expect(altered.errors.contains("expected SHA-256 d244acad2d27"))
        let verify = try await Programs.auditor(["models", "verify"], in: folder, environment: environment)
        #expect(verify.status == 78)
        #expect(verify.output.contains("altered  face_detection_yunet"))
    }

    @Test func aDatabaseOfAnotherProgramIsRefusedUntouched() async throws {
        try folder.write(Array("this is no database, but it is long enough to be looked at".utf8), to: "audit.sqlite")
        try folder.write(Array("request_id,selfie,document\n".utf8), to: "m.csv")
        #expect(try await run("m.csv").status == 74)
        #expect(
            try String(contentsOfFile: folder.file("audit.sqlite"), encoding: .utf8).hasPrefix("this is no database"))
    }
}
