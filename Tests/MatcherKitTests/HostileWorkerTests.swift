import AuditCore
import AuditTesting
import Foundation
import Logging
import Testing

@testable import MatcherKit

/// The supervisor against programs that lie on purpose.
@Suite(.timeLimit(.minutes(30))) struct HostileWorkerTests {
    private static func photo(person: UInt8, variant: UInt8 = 0, trigger: Bool = false) -> ImageBytes {
        let bytes: [UInt8] = [0xff, 0xd8, 0xff, person, variant] + (trigger ? Array("TRIGGER".utf8) : [])
        return ImageBytes(bytes: bytes, sha256: "unused")
    }

    private static func pool(
        _ behaviour: String, argument: String = "", script: String = Repository.path("Tests/Fixtures/plugin.py"),
        pinned: [PinnedFile] = [], models: [ModelDigest]? = nil
    ) async throws -> WorkerPool {
        let spec = WorkerSpec(
            name: "fixture", executable: "/usr/bin/python3", arguments: [script, behaviour, argument],
            limits: WorkerLimits(requestSeconds: 20, startSeconds: 20, memoryMiB: 1024), program: [], pinned: pinned,
            models: models)
        let canaries = CanarySet(
            person: photo(person: 0, variant: 1), samePerson: photo(person: 0, variant: 2),
            otherPerson: photo(person: 2, variant: 1))
        return try await WorkerPool.start(
            spec, capacity: 1, canaries: canaries, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: [
        ("half-a-frame", ReasonCode.workerCrashed), ("half-a-payload", .workerCrashed), ("infinity", .workerProtocol),
        ("infinite-box", .workerProtocol), ("smuggle", .workerProtocol),
        ("not-utf8", .workerProtocol), ("deep-json", .workerProtocol),
        // 2^63 does not fit a signed 64-bit integer, one less does.
        ("payload=9223372036854775808", .workerProtocol), ("payload=9223372036854775807", .workerProtocol),
        ("payload=-1", .workerProtocol), ("payload=1e300", .workerProtocol), ("payload=\"3\"", .workerProtocol),
    ])
    func anAnswerThatCannotBeRightCostsOnePhoto(behaviour: String, code: ReasonCode) async throws {
        let pool = try await Self.pool(behaviour)
        guard
            case .failure(let failure) = try await pool.extract(Self.photo(person: 0, trigger: true), choice: .largest)
        else {
            Issue.record("the answer was believed")
            return
        }
        #expect(failure.code == code, "\(failure.detail)")
        let good = try await pool.extract(Self.photo(person: 1), choice: .largest)
        #expect(try good.get().template?.values[1] == 1)
        await pool.stop()
    }

    @Test func anAnswerThatCameBeforeItsQuestionIsNotBelieved() async throws {
        let pool = try await Self.pool("answers-ahead")
        _ = try await pool.extract(Self.photo(person: 0, trigger: true), choice: .largest).get()
        // Until the answer to the next request, with the right id, is there.
        try await Task.sleep(for: .seconds(2))
        let early = try await pool.extract(Self.photo(person: 1), choice: .largest)
        #expect(
            early
                == .failure(ExtractionFailure(.workerProtocol, detail: "it sent bytes that nobody asked for")))
        let good = try await pool.extract(Self.photo(person: 1), choice: .largest)
        #expect(try good.get().template?.values[1] == 1)
        await pool.stop()
    }

    /// The same holds for a file that was changed after its check: the worker names the digests of what it has loaded.
    @Test func aWorkerThatLoadedOtherModelsThanWereCheckedIsNotUsed() async throws {
        let loaded = ModelDigest(file: "a.onnx", sha256: String(repeating: "0", count: 64))
        let argument = #"{"models": [{"file": "a.onnx", "sha256": "\#(loaded.sha256)"}]}"#
        let good = try await Self.pool("hello", argument: argument, models: [loaded])
        await good.stop()
        var checked = loaded
        checked.sha256 = String(repeating: "1", count: 64)
        let error = await #expect(throws: AuditError.self) {
            try await Self.pool("hello", argument: argument, models: [checked])
        }
        #expect(error?.message.contains("between its check and its use") == true, "\(error?.message ?? "")")
    }

    @Test func aWorkerMayCloseItsStderr() async throws {
        let pool = try await Self.pool("close-stderr")
        let good = try await pool.extract(Self.photo(person: 1), choice: .largest)
        #expect(try good.get().template?.values[1] == 1)
        await pool.stop()
    }

    @Test(
        arguments: [
            (#"{"template_size": 4000000000}"#, "template size"), (#"{"template_size": 0}"#, "template size"),
            (#"{"template_size": -1}"#, "template size"), (#"{"protocol": 2}"#, "protocol 2"),
            (#"{"metric": "log_likelihood_ratio"}"#, "metric"), (#"{"direction": "distance"}"#, "metric"),
            (#"{"version": "1\u001b[2J"}"#, "printable"),
            (#"{"version": "\#(String(repeating: "x", count: 201))"}"#, "201"),
            (#"{"models": [{"file": "a", "sha256": "ABC"}]}"#, "SHA-256"),
            (#"{"models": [{"file": "a\nb", "sha256": "\#(String(repeating: "0", count: 64))"}]}"#, "printable"),
            (#"{"capabilities": [\#(Array(repeating: "\"a\"", count: 65).joined(separator: ","))]}"#, "more than 64"),
            (#"{"models": 7}"#, "no description"), (#"{"id": 99}"#, "answer 99"),
        ])
    func aDescriptionThatCannotBeRightIsNotUsed(change: String, says: String) async throws {
        let error = await #expect(throws: AuditError.self) { try await Self.pool("hello", argument: change) }
        #expect(error?.code == .matcherUnavailable)
        let word = says == "201" ? "longer than 200 bytes" : says
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: ["changed", "replaced through its link", "removed"])
    func aProgramThatIsExchangedInTheNightDoesNotDecide(how: String) async throws {
        let folder = try TemporaryFolder()
        let source = try Data(contentsOf: URL(filePath: Repository.path("Tests/Fixtures/plugin.py")))
        let real = try folder.write(source, to: "real.py")
        let other = try folder.write(source + Data("# other\n".utf8), to: "other.py")
        let link = folder.file("plugin.py")
        let files = FileManager.default
        try files.createSymbolicLink(atPath: link, withDestinationPath: real)
        let pinned = [PinnedFile(path: link, sha256: ContentDigest.sha256(source))]
        let pool = try await Self.pool("crash", script: link, pinned: pinned)
        switch how {
        case "changed": try folder.write(source + Data("# changed\n".utf8), to: "real.py")
        case "removed": try files.removeItem(atPath: real)
        default:
            try files.removeItem(atPath: link)
            try files.createSymbolicLink(atPath: link, withDestinationPath: other)
        }
        // The worker that runs was checked; the next one is checked again.
        _ = try await pool.extract(Self.photo(person: 1), choice: .largest).get()
        _ = try await pool.extract(Self.photo(person: 0, trigger: true), choice: .largest)
        guard case .failure(let failure) = try await pool.extract(Self.photo(person: 1), choice: .largest) else {
            Issue.record("the exchanged program was started")
            return
        }
        #expect(failure.code == .workerCrashed)
        #expect(failure.detail.contains(how == "removed" ? "cannot be read" : "has changed"), "\(failure.detail)")
        try? files.removeItem(atPath: link)
        try folder.write(source, to: "real.py")
        try files.createSymbolicLink(atPath: link, withDestinationPath: real)
        #expect(try await pool.extract(Self.photo(person: 1), choice: .largest).get().template != nil)
        await pool.stop()
    }

    @Test func aFileIsAnotherWhenItsLinkOrContentIs() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write([1, 2, 3], to: "a")
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        let before = try #require(PinnedFile.Identity(path: link))
        #expect(PinnedFile.Identity(path: link) == before)
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        #expect(PinnedFile.Identity(path: link) != before)
        for path in [folder.path, "/dev/zero", folder.file("none")] { #expect(PinnedFile.Identity(path: path) == nil) }
    }
}
