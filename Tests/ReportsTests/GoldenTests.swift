import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

/// The files of a small run as people and scripts get them. A change here is a change that users see.
@Suite struct GoldenTests {
    private static let folder = "\(Repository.root)/Tests/ReportsTests/Golden"

    @Test func theFilesAreAsRecorded() throws {
        var archive = GeneratedArchive(count: 6, seed: 3)
        archive.run.toolVersion = "0.0.0"
        let rendered = try Rendered(archive)
        let mail = try #require(try rendered.files().first { $0.hasPrefix("notifications/new/00000006") })
        let files = [
            "report.json": "report.json", "decisions.csv": "decisions.csv", "index.html": "index.html",
            "metrics.prom": "metrics.prom",
            "requests/page-0001.html": "page-0001.html", mail: "review.eml",
        ]
        for (file, golden) in files {
            let path = "\(Self.folder)/\(golden)"
            let bytes = Data(try rendered.bytes(file))
            let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
            if isRecording { try bytes.write(to: URL(fileURLWithPath: path)) }
            // A recording fails too: nobody may pass by recording.
            #expect(!isRecording, "recorded \(golden); look at the difference and run without RECORD")
            let isSame = FileManager.default.contents(atPath: path) == bytes
            #expect(
                isSame,
                "\(golden) has changed; run 'RECORD=1 swift test --filter GoldenTests' and look at the difference")
        }
    }
}
