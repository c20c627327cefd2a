import AuditCore
import AuditTesting
import Foundation
import Synchronization
import Testing

@testable import Reports

@Suite struct OutputFolderTests {
    private let folder: TemporaryFolder
    private let templates: TemplateLibrary

    init() throws {
        folder = try TemporaryFolder()
        templates = try Repository.templates()
    }

    private func render(_ archive: any RunArchive = GeneratedArchive(count: 3), _ name: String = "out") throws {
        try ReportRenderer.render(archive, templates: templates, into: "\(folder.path)/\(name)")
    }

    @Test func createsTheFolderAndItsParents() throws {
        try render(GeneratedArchive(count: 3), "a/b/out")
        #expect(try folder.names() == ["a"])
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/a/b/out/index.html"))
    }

    @Test func replacesAnEmptyFolderAndAReportOfOurs() throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/out", withIntermediateDirectories: false)
        try render()
        try folder.write("left over", to: "out/requests/stale.html")
        try render(GeneratedArchive(count: 5))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out/requests/stale.html"))
        #expect(try folder.names() == ["out"])
    }

    @Test func takesAwayTheProbeThatAKilledStartLeft() throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/.out.probe", withIntermediateDirectories: false)
        try OutputFolder.check("\(folder.path)/out")
        #expect(try folder.names().isEmpty)
    }

    @Test(arguments: [
        ["notes.txt": "mine"], ["report.json": "{}"], ["report.json": #"{"schema":"other/report","#],
        ["report.json": ""], ["report.json": JSONReport.signature, "thesis.txt": "mine"],
        ["sub/report.json": JSONReport.signature],
    ])
    func refusesAFolderThatIsNotOurs(_ files: [String: String]) throws {
        for (name, text) in files { try folder.write(text, to: "out/\(name)") }
        let target = "\(folder.path)/out"
        #expect(code { try OutputFolder.check(target) } == .outputNotWritable)
        #expect(code { try render() } == .outputNotWritable)
        let name = try #require(files.keys.first)
        #expect(try String(contentsOfFile: "\(target)/\(name)", encoding: .utf8) == files[name])
        #expect(try folder.names() == ["out"])
    }

    @Test func refusesAReportFileThatIsALink() throws {
        try folder.write(JSONReport.signature, to: "elsewhere.json")
        try FileManager.default.createDirectory(atPath: "\(folder.path)/out", withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/out/report.json", withDestinationPath: "\(folder.path)/elsewhere.json")
        #expect(code { try OutputFolder.check("\(folder.path)/out") } == .outputNotWritable)
    }

    @Test(arguments: ["", "/", "/proc/out", "/dev/null", "/dev/null/out", "/sys/out"])
    func refusesWhatCannotBeAFolder(_ path: String) {
        #expect(code { try OutputFolder.check(path) } == .outputNotWritable)
    }

    @Test func checkLeavesNothingBehind() throws {
        try OutputFolder.check("\(folder.path)/not/there/yet")
        try OutputFolder.check("\(folder.path)/out/")
        #expect(try folder.names() == [])
    }

    @Test func followsALinkToTheFolderAndKeepsIt() throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/real", withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/out", withDestinationPath: "\(folder.path)/real")
        try render()
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/real/index.html"))
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder.path)/out") == "\(folder.path)/real")
    }

    @Test func leavesTheReportBeforeWhenTheArchiveFails() throws {
        try render()
        let before = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out/report.json"))
        #expect(code { try render(FailingArchive()) } == .internalError)
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out/report.json")) == before)
        #expect(try folder.names() == ["out"])
    }

    @Test func tellsAFullDisk() throws {
        let file = try FileWriter(path: "/dev/full")
        #expect(
            code {
                try file.write("x")
                try file.close()
            } == .diskFull)
        #expect(FileSystem.failure("write", "x", EIO).code == .ioError)
        #expect(FileSystem.failure("write", "x", EROFS).code == .outputNotWritable)
    }

    @Test func sweepsStagingFoldersThatNobodyHolds() throws {
        try folder.write("half", to: ".out.staging-1/report.json")
        try folder.write("other", to: ".other.staging-1/report.json")
        try render()
        #expect(try folder.names() == [".other.staging-1", "out"])
    }

    @Test func aStagingFolderInUseIsKept() throws {
        let target = try OutputFolder("\(folder.path)/out")
        let staging = try StagingFolder(for: target)
        #expect(code { try render() } == .outputNotWritable)
        #expect(try folder.names().count == 1)
        staging.discard()
        #expect(try folder.names() == [])
    }

    @Test(.timeLimit(.minutes(30))) func aReaderNeverSeesAMissingOrPartialReport() async throws {
        try render()
        let path = "\(folder.path)/out"
        let watch = Watch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var looks = 0
                while !watch.isDone || looks < 100 {
                    looks += 1
                    guard let json = FileManager.default.contents(atPath: "\(path)/report.json"),
                        json.suffix(4) == Data("\n]}\n".utf8)
                    else {
                        watch.report("report.json is missing or short")
                        return
                    }
                }
            }
            for count in 1...40 { try render(GeneratedArchive(count: count % 7)) }
            watch.finish()
            try await group.waitForAll()
        }
        #expect(watch.problems == [])
    }
}

/// What a reader in another thread has seen.
private final class Watch: Sendable {
    private let state = Mutex((isDone: false, problems: [String]()))
    var isDone: Bool { state.withLock { $0.isDone } }
    var problems: [String] { state.withLock { $0.problems } }
    func finish() { state.withLock { $0.isDone = true } }
    func report(_ problem: String) { state.withLock { $0.problems.append(problem) } }
}

/// Breaks in the middle of a reading.
private struct FailingArchive: RunArchive {
    struct Broken: Error {}
    let good = GeneratedArchive(count: 50)
    var run: RunRecord { good.run }

    func forEachDecision(_ outcomes: Set<Outcome>, _ body: (DecisionRecord) throws -> Void) throws {
        var count = 0
        try good.forEachDecision(outcomes) { decision in
            count += 1
            if count > 20 { throw Broken() }
            try body(decision)
        }
    }
    func personalData(row: Int) throws -> PersonalData { PersonalData() }
    func faceCrop(imageSHA256: String, matcher: String) throws -> [UInt8]? { nil }
    func forEachNotification(_ body: (Int) throws -> Void) throws {}
    func decision(row: Int) throws -> DecisionRecord? { nil }
}
