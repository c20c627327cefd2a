import AuditCore
import AuditTesting
import Foundation
import Glibc
import Logging
import Testing

@testable import MatcherKit

/// The index in a worker: the built one, and one of a few lines that lies.
@Suite(.timeLimit(.minutes(30))) struct SearchIndexTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let worker = Programs.folder + "auditor-worker"

    private static func template(_ values: Float...) throws -> FaceTemplate { try #require(FaceTemplate(values)) }

    /// A source that gives these, page by page.
    private static func source(_ templates: [(id: Int64, template: FaceTemplate)]) -> SearchIndex.Source {
        { after, limit in Array(templates.lazy.filter { $0.id > after ?? .min }.prefix(limit)) }
    }

    private static func index(
        _ templates: [(id: Int64, template: FaceTemplate)] = [], dimension: Int, metric: ScoreMetric = .euclidean,
        threads: Int = 1, expected: Int = 0
    ) async throws -> SearchIndex {
        try await SearchIndex.start(
            worker: worker, dimension: dimension, metric: metric, expected: expected, threads: threads, logger: logger,
            source: source(templates))
    }

    private static func fixture(_ arguments: String..., seconds: Double = 30) async throws -> SearchIndex {
        let spec = WorkerSpec(
            name: "search", executable: "/usr/bin/python3",
            arguments: [Repository.path("Tests/Fixtures/search_worker.py")] + arguments,
            limits: WorkerLimits(requestSeconds: seconds, startSeconds: 30))
        return try await SearchIndex.start(
            spec, SearchOptions(dimension: 2, metric: .euclidean, threads: 1, capacity: 100), logger: logger,
            source: source([(1, template(0, 0)), (2, template(3, 4)), (5, template(6, 8))]))
    }

    @Test(arguments: [(ScoreMetric.cosine, 1), (.euclidean, 1), (.cosine, 2), (.euclidean, 2)])
    func doesWhatEveryIndexMust(metric: ScoreMetric, threads: Int) async throws {
        let started = Started()
        try await TemplateIndexConformance(metric: metric, tolerance: metric == .cosine ? IndexHit.tolerance : 0) {
            let index = try await Self.index(dimension: $0, metric: metric, threads: threads)
            await started.keep(index)
            return index
        }.check()
        await started.stop()
    }

    @Test func aKilledWorkerIsReplacedAndNothingIsMissed() async throws {
        let index = try await Self.index([(1, Self.template(0, 0)), (2, Self.template(3, 4))], dimension: 2)
        try await index.add([(7, Self.template(1, 0)), (2, Self.template(0, 2))])
        try await index.remove([1])
        let before = try await index.nearest([Self.template(0, 0)], count: 5)
        #expect(before == [[IndexHit(id: 7, score: 1), IndexHit(id: 2, score: 2)]])
        let first = try #require(await index.processID)
        kill(first, SIGKILL)
        #expect(try await index.nearest([Self.template(0, 0)], count: 5) == before)
        #expect(await index.processID != first)
        kill(try #require(await index.processID), SIGKILL)
        try await index.add([(1, Self.template(0, 1))])
        #expect(try await index.nearest([Self.template(0, 0)], count: 1)[0].map(\.id) == [1])
        await index.stop()
    }

    @Test func aGalleryThatOutgrowsItsWorkerMovesToALargerOne() async throws {
        let templates = TemplateIndexConformance.templates(40_000, dimension: 2, seed: 4)
        let numbered = templates.enumerated().map { (id: Int64($0), template: $1) }
        let index = try await Self.index(Array(numbered[..<20_000]), dimension: 2)
        #expect(await index.count == 20_000)
        try await index.add(Array(numbered[20_000...]))
        #expect(await index.count == 40_000)
        #expect(try await index.nearest([templates[39_999]], count: 1)[0][0].score == 0)
        await index.stop()
    }

    @Test func manyProbesAndManyHitsGoInBlocks() async throws {
        let templates = TemplateIndexConformance.templates(3000, dimension: 4, seed: 9)
        let numbered = templates.enumerated().map { (id: Int64($0), template: $1) }
        let index = try await Self.index(numbered, dimension: 4)
        let found = try await index.nearest(templates, count: 2000)
        #expect(found.count == 3000 && found.allSatisfy { $0.count == 2000 && $0[0].score == 0 })
        #expect(
            try await index.nearest(Array(templates[700..<701]), count: 2000)[0] == found[700], "blocks change nothing")
        await index.stop()
    }

    @Test func callersAtTheSameTimeWaitForEachOther() async throws {
        let index = try await Self.index([(1, Self.template(0, 0))], dimension: 2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 2..<40 as Range<Int64> {
                group.addTask {
                    let mine = try Self.template(Float(number), 0)
                    try await index.add([(number, mine)])
                    #expect(try await index.nearest([mine], count: 1)[0] == [IndexHit(id: number, score: 0)])
                }
            }
            try await group.waitForAll()
        }
        #expect(await index.count == 39)
        await index.stop()
    }

    @Test(arguments: [
        "stranger", "twice", "unsorted", "nan", "negative", "few", "short", "crash", "other-code",
    ])
    func aWrongAnswerIsNeverUsed(behaviour: String) async throws {
        let always = try await Self.fixture(behaviour)
        let error = await #expect(throws: AuditError.self) {
            try await always.nearest([Self.template(0, 0)], count: 3)
        }
        #expect(error?.code == .matcherUnavailable)
        await always.stop()
        let folder = try TemporaryFolder()
        let once = try await Self.fixture("once:\(behaviour)", folder.file("told"))
        let hits = try await once.nearest([Self.template(0, 0)], count: 3)
        #expect(hits == [[IndexHit(id: 1, score: 0), IndexHit(id: 2, score: 5), IndexHit(id: 5, score: 10)]])
        await once.stop()
    }

    @Test func aWorkerThatHangsIsReplaced() async throws {
        let folder = try TemporaryFolder()
        let index = try await Self.fixture("once:hang", folder.file("told"), seconds: 5)
        #expect(try await index.within([Self.template(0, 0)], threshold: 5, limit: 9)[0].map(\.id) == [1, 2])
        await index.stop()
    }

    @Test(arguments: ["forgetful", "incapable"])
    func aWorkerThatCannotHoldTheGalleryIsNotUsed(behaviour: String) async throws {
        await #expect(throws: AuditError.self) { try await Self.fixture(behaviour) }
    }

    @Test func whatTheWorkerRefusesIsOurMistake() async throws {
        let index = try await Self.fixture("refuse")
        let error = await #expect(throws: AuditError.self) {
            try await index.nearest([Self.template(0, 0)], count: 1)
        }
        #expect(error?.code == .internalError)
        await index.stop()
    }

    @Test func aStoreThatLostTemplatesIsNotSearched() async throws {
        let shrinking = Shrinking(templates: [(1, try Self.template(0, 0)), (2, try Self.template(1, 0))])
        let index = try await SearchIndex.start(
            worker: Self.worker, dimension: 2, metric: .euclidean, logger: Self.logger,
            source: { after, limit in await shrinking.page(after: after, limit: limit) })
        kill(try #require(await index.processID), SIGKILL)
        await shrinking.lose()
        let error = await #expect(throws: AuditError.self) {
            try await index.nearest([Self.template(0, 0)], count: 1)
        }
        #expect(error?.message.contains("1 of 2") == true)
        await index.stop()
    }

    @Test(.enabled(if: SandboxLevel.available.isComplete, "this kernel lacks Landlock or seccomp"))
    func theWorkerIsSealedAndLimitedAndItsThreadsRun() async throws {
        let index = try await Self.index(dimension: 128, threads: 2, expected: 1_000_000)
        let templates = TemplateIndexConformance.templates(5000, dimension: 128, seed: 3)
        try await index.add(templates.enumerated().map { (id: Int64($0), template: $1) })
        #expect(try await index.nearest(Array(templates[..<300]), count: 1).allSatisfy { $0[0].score == 0 })
        let pid = try #require(await index.processID)
        #expect(SandboxLevel(of: pid).isComplete)
        let limits = try String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8).split(separator: "\n")
        // 1024 + 2 x 256 MiB, and 1,500,000 templates with 576 bytes each: 823 MiB.
        #expect(limits.contains { $0.hasPrefix("Max address space") && $0.contains(String((1536 + 823) << 20)) })
        await index.stop()
    }
}

/// A source that gives less the second time.
private actor Shrinking {
    private var templates: [(id: Int64, template: FaceTemplate)]
    init(templates: [(id: Int64, template: FaceTemplate)]) { self.templates = templates }
    func page(after: Int64?, limit: Int) -> [(id: Int64, template: FaceTemplate)] {
        Array(templates.filter { $0.id > after ?? .min }.prefix(limit))
    }
    func lose() { templates.removeLast() }
}

/// Ends what a kit started.
private actor Started {
    private var indexes: [SearchIndex] = []
    func keep(_ index: SearchIndex) { indexes.append(index) }
    func stop() async { for index in indexes { await index.stop() } }
}
