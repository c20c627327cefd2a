import AuditTesting
import Foundation
import Testing

/// Full disks, folders that cannot be written, broken matchers, and an environment as bare as cron's.
@Suite(
    .tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .timeLimit(.minutes(30)))
struct ResourceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func writeManifest(rows: Int) throws {
        let rows = (0..<rows).map { "r\($0),obama.jpg,\($0 % 2 == 0 ? "obama2.jpg" : "none.jpg")" }
        try folder.write(Array((["request_id,selfie,document"] + rows).joined(separator: "\n").utf8), to: "m.csv")
    }

    private func arguments(_ more: [String]) -> [String] {
        ["run", "m.csv", "--progress", "none", "--matcher", "opencv", "--images-root"]
            + [Repository.path(".models/photos")] + more
    }

    @Test func anOutputThatCannotBeMadeExits73BeforeAnythingIsDecided() async throws {
        try writeManifest(rows: 1)
        try folder.write([1], to: "file")
        for output in ["/proc/report", "file", "file/below"] {
            let ending = try await Programs.auditor(arguments(["--output", output]), in: folder)
            #expect(ending.status == 73, "\(output)")
            #expect(ending.errors.contains(output))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("audit.sqlite")))
        let database = try await Programs.auditor(
            arguments(["--output", "out", "--database", "/proc/audit.sqlite"]), in: folder)
        #expect(database.status == 73)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount a small file system"))
    func aFullDiskExits74AndTheSameCommandFinishesOnceThereIsSpace() async throws {
        try writeManifest(rows: 120)
        let disk = folder.file("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try #require(mount("tmpfs", disk, "tmpfs", 0, "size=200k") == 0, "tmpfs cannot be mounted here")
        defer { umount2(disk, Int32(MNT_DETACH)) }
        let command = arguments(["--output", "out", "--database", disk + "/audit.sqlite", "--as-of", "2026-01-31"])
        let full = try await Programs.auditor(command, in: folder)
        #expect(full.status == 74)
        #expect(full.errors.contains("disk is full"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
        #expect(mount("tmpfs", disk, "tmpfs", UInt(MS_REMOUNT), "size=64m") == 0)
        let resumed = try await Programs.auditor(command, in: folder)
        #expect(resumed.status == 3)
        let rows = try String(contentsOfFile: folder.file("out/decisions.csv"), encoding: .utf8)
            .split(whereSeparator: \.isNewline)
        #expect(rows.count == 121)
        #expect(rows.dropFirst().allSatisfy { $0.contains("approved") || $0.contains("image_missing") })
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount a small file system"))
    func aFullDiskUnderTheReportLeavesTheDecisionsAndNoHalfReport() async throws {
        try writeManifest(rows: 20)
        let disk = folder.file("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try #require(mount("tmpfs", disk, "tmpfs", 0, "size=40k") == 0, "tmpfs cannot be mounted here")
        defer { umount2(disk, Int32(MNT_DETACH)) }
        let full = try await Programs.auditor(arguments(["--output", disk + "/out"]), in: folder)
        #expect(full.status == 74)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk).isEmpty)
        let again = try await Programs.auditor(arguments(["--output", "out"]), in: folder)
        #expect(again.status == 3)
        #expect(again.output.contains("nothing was added"))
    }

    @Test func nothingDependsOnHomeLanguageOrPath() async throws {
        try writeManifest(rows: 2)
        let bare = try await Programs.auditor(
            arguments(["--output", "out"]), in: folder, environment: ["PATH": "/usr/bin:/bin"])
        #expect(bare.status == 3)
        let first = try String(contentsOfFile: folder.file("out/report.json"), encoding: .utf8)
        let rich = try await Programs.auditor(
            ["report", "1", "--output", "again"], in: folder,
            environment: ["PATH": "/usr/bin:/bin", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu", "HOME": "/nowhere"])
        #expect(rich.status == 0)
        #expect(try String(contentsOfFile: folder.file("again/report.json"), encoding: .utf8) == first)
    }

    @Test func aMatcherThatFailsItsSelfTestIsNotUsedAndWithoutAnyTheRunExits69() async throws {
        let home = folder.file("home")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        for (name, target) in [("models", ".models"), ("samples", "samples"), ("templates", "templates")] {
            try FileManager.default.createSymbolicLink(
                atPath: home + "/" + name, withDestinationPath: Repository.path(target))
        }
        // Two people where the self-test expects one, and one where it expects two.
        let catalogue = try String(contentsOfFile: Repository.path("models.json"), encoding: .utf8)
        let swapped = catalogue.replacingOccurrences(of: "\"photo-obama2\"\n    ]", with: "\"photo-swap\"\n    ]")
            .replacingOccurrences(of: "\"photo-astronaut\"\n    ]", with: "\"photo-obama2\"\n    ]")
            .replacingOccurrences(of: "\"photo-swap\"", with: "\"photo-astronaut\"")
        #expect(swapped != catalogue)
        try folder.write(Array(swapped.utf8), to: "home/models.json")
        try writeManifest(rows: 1)
        let ending = try await Programs.auditor(
            arguments(["--output", "out"]), in: folder, environment: ["AUDITOR_HOME": home, "PATH": "/usr/bin:/bin"])
        #expect(ending.status == 69)
        #expect(ending.errors.contains("self-test"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
    }
}
