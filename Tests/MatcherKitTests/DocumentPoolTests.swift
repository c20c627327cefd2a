import AuditCore
import AuditTesting
import Logging
import Testing

@testable import MatcherKit

/// The supervisor of the readers of documents against programs that behave well and badly.
@Suite(.timeLimit(.minutes(30))) struct DocumentPoolTests {
    private static func photo(_ number: Int = 0, trigger: Bool = false) -> ImageBytes {
        ImageBytes(
            bytes: [0xff, UInt8(number)] + (trigger ? Array("TRIGGER".utf8) : []), sha256: "\(number) \(trigger)")
    }

    private static func pool(
        _ behaviour: String, models: [ModelDigest]? = nil, seconds: Double = 60
    ) async throws -> DocumentPool {
        let spec = WorkerSpec(
            name: "document", executable: "/usr/bin/python3",
            arguments: [Repository.path("Tests/Fixtures/document_worker.py"), behaviour],
            limits: WorkerLimits(requestSeconds: seconds, startSeconds: 60, memoryMiB: 1024), models: models)
        return try await DocumentPool.start(
            spec, capacity: 1, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func whatWasReadArrivesAsItWasSent() async throws {
        let pool = try await Self.pool("good")
        #expect(pool.descriptor.name == "document")
        let capture = try await pool.read(Self.photo(), languages: ["eng"]).get()
        await pool.stop()
        let side = capture.side
        #expect(side.width == 320 && side.height == 200 && side.rotation == 90 && side.skew == 0.5)
        #expect(side.outline?.count == 4 && side.problems == ["language_data_missing"])
        #expect(side.mrz.map(\.text) == Array(repeating: String(repeating: "<", count: 30), count: 3))
        #expect(side.mrz[0].characters[0].candidates.map(\.probability) == [0.75, 0.25])
        #expect(side.barcodes.map(\.text) == ["hello"] && side.words.map(\.text) == ["UTOPIA"])
        #expect(side.faces.map(\.similarityToFirst) == [nil, 0.5])
        #expect(capture.straightened.starts(with: [0xff, 0xd8]))
    }

    @Test(arguments: [
        ("crash", ReasonCode.workerCrashed), ("code=image_unreadable", .imageUnreadable),
        ("code=policy_rejects", .workerProtocol), ("jpeg", .workerProtocol),
        (#"{"width": 321}"#, .workerProtocol), (#"{"width": "320"}"#, .workerProtocol),
        (#"{"type": "hello"}"#, .workerProtocol), (#"{"id": 99}"#, .workerProtocol),
    ])
    func anAnswerThatCannotBeRightCostsOnePhoto(behaviour: String, code: ReasonCode) async throws {
        let pool = try await Self.pool(behaviour)
        guard case .failure(let failure) = try await pool.read(Self.photo(trigger: true), languages: []) else {
            Issue.record("the answer was believed")
            return
        }
        #expect(failure.code == code, "\(failure.detail)")
        #expect(try await pool.read(Self.photo(1), languages: []).get().side.width == 320)
        await pool.stop()
    }

    @Test func aReaderThatHangsIsEndedAtItsDeadline() async throws {
        let pool = try await Self.pool("hang", seconds: 3)
        let before = await pool.processIDs
        guard case .failure(let failure) = try await pool.read(Self.photo(trigger: true), languages: []) else {
            Issue.record("it answered")
            return
        }
        #expect(failure.code == .workerTimeout)
        #expect(await pool.processIDs.isEmpty && before.count == 1)
        await pool.stop()
    }

    @Test func readersThatFailOnManyPhotosInARowAreTakenAsBroken() async throws {
        let pool = try await Self.pool("crash")
        for number in 0..<WorkerPool.maxFaultyPhotos {
            _ = try await pool.read(Self.photo(number, trigger: true), languages: [])
        }
        let error = await #expect(throws: AuditError.self) { try await pool.read(Self.photo(), languages: []) }
        #expect(error?.code == .matcherUnavailable)
        await pool.stop()
    }

    @Test(arguments: [
        #"{"protocol": 2}"#, #"{"capabilities": []}"#, #"{"version": "\n"}"#,
        #"{"models": [{"file": "a", "sha256": "0"}]}"#, #"{"type": "bye"}"#,
    ])
    func aProgramThatDescribesItselfWronglyIsNotUsed(hello: String) async throws {
        let error = await #expect(throws: AuditError.self) { try await Self.pool("hello " + hello) }
        #expect(error?.code == .matcherUnavailable)
    }

    @Test func aReaderThatLoadedOtherModelsThanWereCheckedIsNotUsed() async throws {
        let checked = ModelDigest(file: "a.onnx", sha256: String(repeating: "1", count: 64))
        await #expect(throws: AuditError.self) { try await Self.pool("good", models: [checked]) }
    }
}
