import AuditCore
import AuditTesting
import Foundation
import Logging
import Testing

@testable import MatcherKit

/// The supervisor against real processes that behave well and badly.
@Suite(.timeLimit(.minutes(30))) struct WorkerPoolTests {
    private static let canaries = CanarySet(
        person: photo(person: 0, variant: 1), samePerson: photo(person: 0, variant: 2),
        otherPerson: photo(person: 2, variant: 1))

    private static func photo(
        person: UInt8, variant: UInt8 = 0, trigger: Bool = false, digest: String = "unused"
    ) -> ImageBytes {
        let bytes: [UInt8] = [0xff, 0xd8, 0xff, person, variant] + (trigger ? Array("TRIGGER".utf8) : [])
        return ImageBytes(bytes: bytes, sha256: digest)
    }

    private static func pool(
        _ behaviour: String, capacity: Int = 1, seconds: Double = 1.5, tag: String = ""
    ) async throws -> WorkerPool {
        let spec = WorkerSpec(
            name: "fixture", executable: "/usr/bin/env",
            arguments: ["python3", Repository.path("Tests/Fixtures/plugin.py"), behaviour, tag],
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
            limits: WorkerLimits(requestSeconds: seconds, startSeconds: 10, memoryMiB: 1024))
        return try await WorkerPool.start(
            spec, capacity: capacity, canaries: canaries,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Processes of this test's fixture that are still there, orphans included.
    private static func fixtureProcesses(_ tag: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.count { pid in
            let line = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline"))
            let words = line.map { String(decoding: $0, as: UTF8.self).split(separator: "\0") } ?? []
            return words.last == tag[...]
        }
    }

    @Test func extractsFromManyPhotosWithSeveralWorkers() async throws {
        let pool = try await Self.pool("good", capacity: 3, seconds: 10)
        try await withThrowingTaskGroup(of: (Int, FaceTemplate?).self) { group in
            for index in 0..<30 {
                group.addTask {
                    let result = try await pool.extract(
                        Self.photo(person: UInt8(index % 4), variant: UInt8(index)), choice: .largest)
                    return (index, try result.get().template)
                }
            }
            for try await (index, template) in group {
                let values = try #require(template?.values)
                #expect(values[index % 4] == 1)
                #expect(values[(index + 1) % 4] == Float(index) / 1000)
            }
        }
        await pool.stop()
    }

    @Test(arguments: [
        ("crash", ReasonCode.workerCrashed), ("hang", .workerTimeout), ("ignore-sigterm", .workerTimeout),
        ("close-stdout", .workerCrashed), ("flood-stdout", .workerProtocol), ("flood-stderr", .workerTimeout),
        ("dribble", .workerTimeout), ("double-fork", .workerTimeout), ("wrong-id", .workerProtocol),
        ("nan", .workerProtocol), ("short-template", .workerProtocol), ("zero-template", .workerProtocol),
        ("chosen-out-of-range", .workerProtocol), ("not-json", .workerProtocol),
        ("negative-timing", .workerProtocol), ("half-timings", .workerProtocol), ("huge-payload", .workerProtocol),
        ("forbidden-code", .workerProtocol), ("memory-bomb", .workerCrashed),
    ])
    func aBadAnswerCostsOnePhotoAndTheNextOneIsFine(behaviour: String, code: ReasonCode) async throws {
        // What ends by itself has the time that a loaded machine needs for it.
        let deadline = code == .workerTimeout ? 4.0 : 30.0
        let tag = UUID().uuidString
        let pool = try await Self.pool(behaviour, seconds: deadline, tag: tag)
        let began = ContinuousClock.now
        let bad = try await pool.extract(Self.photo(person: 0, trigger: true), choice: .largest)
        // The fixture would hang for 600 s. The promise is deadline + 2 s, which a machine that runs the other suites
        // at the same time cannot be held to.
        #expect(ContinuousClock.now - began < .seconds(300))
        #expect(throws: ExtractionFailure.self) { try bad.get() }
        if case .failure(let failure) = bad {
            #expect(failure.code == code)
            #expect(failure.detail.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
        }
        let good = try await pool.extract(Self.photo(person: 1), choice: .largest)
        #expect(try good.get().template?.values[1] == 1)
        await pool.stop()
        #expect(try Self.fixtureProcesses(tag) == 0)
    }

    @Test func anUnreadablePhotoIsAValueAndTheWorkerLivesOn() async throws {
        let pool = try await Self.pool("unreadable")
        for _ in 0..<(WorkerPool.maxFailedStarts + 2) {
            let result = try await pool.extract(Self.photo(person: 0, trigger: true), choice: .largest)
            #expect(result == .failure(ExtractionFailure(.imageUnreadable, detail: "not today")))
        }
        await pool.stop()
    }

    @Test func stageTimingsAreHandedOnAndOptional() async throws {
        let pool = try await Self.pool("timings")
        let timed = try await pool.extract(Self.photo(person: 0, trigger: true), choice: .largest).get()
        #expect(timed.timings == StageTimings(decode: 0.1, detect: 0.25, align: 0, embed: 0.5))
        #expect(try await pool.extract(Self.photo(person: 0), choice: .largest).get().timings == nil)
        await pool.stop()
    }

    @Test func statisticsSayHowLongTheStartTookAndWhatMemoryTheWorkersNeed() async throws {
        let pool = try await Self.pool("good", capacity: 2, seconds: 10)
        let running = await pool.statistics()
        #expect(running.startSeconds > 0)
        // A Python interpreter: between 1 MiB and its limit of address space.
        #expect((1 << 20...1024 << 20).contains(running.peakMemoryBytes ?? 0))
        await pool.stop()
        #expect(await pool.statistics().peakMemoryBytes == nil)
    }

    @Test(arguments: ["hang", "crash", "nan"])
    func theCircuitOpensWhenEveryPhotoFails(behaviour: String) async throws {
        let pool = try await Self.pool(behaviour, capacity: 4, seconds: 3)
        let photos = (0..<WorkerPool.maxFaultyPhotos).map { number in
            Self.photo(person: 0, trigger: true, digest: "\(number)")
        }
        func fail(_ photos: ArraySlice<ImageBytes>) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for photo in photos {
                    group.addTask {
                        let result = try await pool.extract(photo, choice: .largest)
                        #expect(throws: ExtractionFailure.self) { try result.get() }
                    }
                }
                try await group.waitForAll()
            }
        }
        // One answer begins the count anew.
        try await fail(photos.dropLast())
        _ = try await pool.extract(Self.photo(person: 1), choice: .largest).get()
        try await fail(photos[...])
        let error = await #expect(throws: AuditError.self) {
            try await pool.extract(Self.photo(person: 1), choice: .largest)
        }
        #expect(error?.code == .matcherUnavailable)
        #expect(error?.message.contains("failed on 20 photos in a row") == true)
        await pool.stop()
    }

    @Test func onePhotoNeverOpensTheCircuit() async throws {
        let pool = try await Self.pool("crash")
        for _ in 0..<(WorkerPool.maxFaultyPhotos + 2) {
            _ = try await pool.extract(Self.photo(person: 0, trigger: true), choice: .largest)
        }
        let good = try await pool.extract(Self.photo(person: 1), choice: .largest)
        #expect(try good.get().template?.values[1] == 1)
        await pool.stop()
    }

    @Test func theCircuitOpensWhenNoWorkerStartsAnyMore() async throws {
        let folder = try TemporaryFolder()
        let pool = try await Self.pool("break-for-good", tag: folder.file("broken"))
        _ = try await pool.extract(Self.photo(person: 0, trigger: true), choice: .largest)
        for _ in 0..<WorkerPool.maxFailedStarts {
            let result = try await pool.extract(Self.photo(person: 1), choice: .largest)
            #expect(throws: ExtractionFailure.self) { try result.get() }
        }
        let error = await #expect(throws: AuditError.self) {
            try await pool.extract(Self.photo(person: 1), choice: .largest)
        }
        #expect(error?.code == .matcherUnavailable)
        await pool.stop()
    }

    @Test(arguments: ["everyone-alike", "wrong-name"])
    func aWorkerThatFailsItsSelfTestIsNotUsed(behaviour: String) async {
        let error = await #expect(throws: AuditError.self) { try await Self.pool(behaviour) }
        #expect(error?.code == .matcherUnavailable)
    }

    @Test func aProgramThatDoesNotExistIsUnavailable() async {
        let spec = WorkerSpec(name: "ghost", executable: "/nonexistent/matcher", arguments: [])
        let error = await #expect(throws: AuditError.self) {
            try await WorkerPool.start(
                spec, capacity: 1, canaries: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
        #expect(error?.code == .matcherUnavailable)
    }
}
