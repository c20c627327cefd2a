import AuditTesting
import Foundation
import Testing

/// A night that ends at a fixed hour, and how the morning sees that one was missed.
@Suite(
    .tags(.models, .endToEnd, .slow), .enabled(if: Repository.hasModels, "needs the models: make setup"), .serialized,
    .timeLimit(.minutes(30)))
struct FinishByTests {
    private let folder: TemporaryFolder
    private static let rows = 60

    init() throws {
        folder = try TemporaryFolder()
        let photos = ["obama.jpg", "obama2.jpg", "biden.jpg", "astronaut.png", "chelsea.png"]
        let rows = (0..<Self.rows).map { "r\($0),\(photos[$0 % 5]),\(photos[($0 / 5) % 5])" }
        try folder.write(Array((["request_id,selfie,document"] + rows).joined(separator: "\n").utf8), to: "m.csv")
    }

    private func run(_ name: String, _ more: [String] = []) async throws -> Programs.Ending {
        try await Programs.auditor(
            [
                "run", "m.csv", "--output", name, "--database", "\(name).sqlite", "--matcher", "opencv", "--workers",
                "1", "--images-root", Repository.path(".models/photos"), "--progress", "none", "--as-of", "2026-01-31",
            ] + more, in: folder)
    }

    @Test func aRunThatIsCutSaysWhatIsUndecidedAndResumesToTheSameDecisions() async throws {
        #expect(try await run("whole").status == 0)
        var cuts = 0
        // Each start has a second more than the one before, so that a slow machine comes to an end too.
        for seconds in 3..<60 {
            let time = Date().addingTimeInterval(Double(seconds)).formatted(.iso8601)
            let ending = try await run("cut", ["--finish-by", time])
            if ending.status == 0 { break }
            // A machine so busy that the time was over before the program looked at it.
            if ending.status == 64, ending.errors.contains("has passed") { continue }
            #expect(ending.status == 75)
            let found = try #require(
                ending.errors.firstMatch(of: /after (\d+) of 60 requests: (\d+) (?:is|are) undecided/))
            #expect(Int(found.1).flatMap { a in Int(found.2).map { a + $0 } } == Self.rows)
            #expect(ending.errors.contains("stopped at \(time) (--finish-by)"))
            #expect(ending.errors.contains("run the same command again to resume"))
            #expect(!FileManager.default.fileExists(atPath: folder.file("cut")))
            cuts += 1
        }
        #expect(cuts > 0)
        #expect(try await run("cut").status == 0)
        let files = try ["whole", "cut"].map {
            try String(contentsOfFile: folder.file("\($0)/decisions.csv"), encoding: .utf8)
        }
        #expect(files[0] == files[1])
    }

    @Test(arguments: ["2020-01-01T00:00:00Z", "25:00", "soon", "06:00Z"])
    func aTimeThatCannotBeMetExits64(time: String) async throws {
        let ending = try await run("out", ["--finish-by", time])
        #expect(ending.status == 64)
        #expect(ending.errors.contains(time))
        #expect(!FileManager.default.fileExists(atPath: folder.file("out.sqlite")))
    }

    @Test func statusTellsAMissedNight() async throws {
        try folder.write(Array("request_id,selfie,document\na,obama.jpg,obama2.jpg".utf8), to: "m.csv")
        func status(_ more: [String]) async throws -> Programs.Ending {
            try await Programs.auditor(["status", "--database", "night.sqlite"] + more, in: folder)
        }
        #expect(try await status(["--max-age", "26h"]).status == 66)
        #expect(try await run("night", ["--finish-by", "00:00"]).status == 0)
        let fresh = try await status(["--max-age", "26h"])
        #expect(fresh.status == 0)
        #expect(fresh.output.contains("newest finished run: 1, "))
        // As the file would be two days later, with a run since then that came to nothing.
        let path = folder.file("night.sqlite.status.json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let old = Date().addingTimeInterval(-2 * 86400 - 60).formatted(.iso8601)
        let aged = text.replacing(/"at":"[^"]*"/, with: #""at":"\#(old)""#)
            .replacing(#""phase":"finished""#, with: #""phase":"interrupted""#)
        #expect(aged != text)
        try aged.write(toFile: path, atomically: true, encoding: .utf8)
        let missed = try await status(["--max-age", "26h", "--json"])
        #expect(missed.status == 1)
        #expect(try JSONSchemaCheck.problems(json: missed.output, schema: "status.schema.json") == "")
        #expect(missed.errors.contains("newest finished run: 1, 2 days ago; --max-age is 26h"))
        #expect(try await status(["--max-age", "3d"]).status == 0)
        #expect(try await status(["--max-age", "26"]).status == 64)
        // The same command again finds nothing to do; when the requests were decided is in the database.
        #expect(try await run("night").status == 0)
        #expect(try await status(["--max-age", "1h"]).status == 0)
        let runs = try await Programs.auditor(["runs", "--database", "night.sqlite"], in: folder)
        #expect(runs.errors.contains("newest finished run: 1, "))
    }
}
