import AuditCore
import AuditEngine
import Evaluation
import Logging
import MatcherKit

/// One matcher's templates with what is known of it.
struct MeasuredMatcher {
    var subject: MatcherEvaluation.Subject
    var templates: [FaceTemplate?]
}

/// Runs the matchers of an evaluation one after the other, each with every worker, so that its speed is its own.
struct MatcherBench {
    /// The matchers' names, in order.
    let names: [String]
    private let lanes: Int
    private let images: [String]
    private let extractor: TemplateExtractor
    private let progress: EvaluationProgress
    private let stop: StopRequest
    private let specs: [String: WorkerSpec]
    private let canaries: CanarySet

    /// Prepares the matchers.
    /// - Throws: `usage` for a name that nobody knows; `model_missing`, `model_digest_mismatch`.
    init(
        selected: [String], lanes: Int, images: [String], extractor: TemplateExtractor, roster: MatcherRoster,
        progress: EvaluationProgress, stop: StopRequest
    ) throws(AuditError) {
        let known = roster.names
        if let unknown = selected.first(where: { !known.contains($0) }) {
            throw AuditError(.usage, "there is no matcher \(unknown); there are \(known.joined(separator: ", "))")
        }
        names = selected.isEmpty ? roster.standardNames : known.filter(selected.contains)
        var specs: [String: WorkerSpec] = [:]
        for name in names { specs[name] = try roster.spec(name, limits: WorkerLimits()) }
        self.specs = specs
        canaries = try roster.canaries()
        self.lanes = lanes
        self.images = images
        self.extractor = extractor
        self.progress = progress
        self.stop = stop
    }

    /// Extracts every image's template with one matcher.
    func measure(_ name: String) async throws(AuditError) -> MeasuredMatcher {
        let pool = try await start(name, workers: lanes)
        let set: TemplateSet
        do throws(AuditError) {
            set = try await extractor.extract(images, with: pool, stop: stop) { [progress] in progress.step() }
        } catch {
            await pool.stop()
            throw error
        }
        let statistics = await pool.statistics()
        let descriptor = pool.descriptor
        await pool.stop()
        for (code, count) in set.failures.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            EventLog.notice(
                "\(name): \(count) of \(images.count) images without a template: \(code.rawValue)")
        }
        let speed = MatcherSpeed(
            imagesPerSecond: set.seconds > 0 ? Double(images.count) / set.seconds : 0,
            comparisonsPerSecond: ComparisonSpeed.measure(set.templates, metric: descriptor.metric), workers: lanes,
            stages: StagePercentiles.of(set.timings), templateBytes: descriptor.templateSize * 4,
            workerMemoryBytes: statistics.peakMemoryBytes, startSeconds: statistics.startSeconds)
        return MeasuredMatcher(
            subject: MatcherEvaluation.Subject(
                name: name, version: descriptor.version, metric: descriptor.metric, models: descriptor.models,
                images: images.count, failedImages: set.failures.values.reduce(0, +), speed: speed),
            templates: set.templates)
    }

    /// Which face.
    struct FaceKey: Hashable {
        var image: String
        var matcher: String
    }

    /// The faces of the worst errors, extracted again: only a few, so that no crops are kept for all.
    func faces(of result: EvaluationResult) async throws(AuditError) -> [FaceKey: [UInt8]] {
        var wanted: [String: Set<String>] = [:]
        for curves in result.curves {
            wanted[curves.matcher] = Set(
                (curves.worstFalseMatches + curves.worstFalseNonMatches).flatMap { [$0.imageA, $0.imageB] })
        }
        let own = Set(names)
        var faces: [FaceKey: [UInt8]] = [:]
        for name in names {
            // A fusion shows the face of the first matcher that found one.
            let others = wanted.filter { !own.contains($0.key) }
            let missing = others.flatMap { shown, images in
                images.filter { faces[FaceKey(image: $0, matcher: shown)] == nil }
            }
            let images = wanted[name, default: []].union(missing)
            guard !images.isEmpty else { continue }
            let pool = try await start(name, workers: 1)
            for image in images.sorted() where !stop.isMade {
                guard let crop = try? await extractor.crop(image, with: pool) else { continue }
                for (shown, images) in wanted where images.contains(image) {
                    let key = FaceKey(image: image, matcher: shown)
                    if shown == name || !own.contains(shown) && faces[key] == nil { faces[key] = crop }
                }
            }
            await pool.stop()
        }
        return faces
    }

    private func start(_ name: String, workers: Int) async throws(AuditError) -> WorkerPool {
        guard let spec = specs[name] else { throw AuditError(.internalError, "\(name) has no specification") }
        return try await WorkerPool.start(
            spec, capacity: workers, canaries: canaries, logger: Logger(label: "auditor"))
    }
}

/// How many comparisons a second one core makes, measured on at most a thousand of the templates at hand.
enum ComparisonSpeed {
    static func measure(_ templates: [FaceTemplate?], metric: ScoreMetric) -> Double? {
        let some = Array(templates.lazy.filter { $0 != nil }.prefix(1000))
        guard some.count > 1 else { return nil }
        let trials = SubjectTrials(
            images: some.map { _ in "" }, subject: Array(0..<Int32(some.count)), group: [], groupNames: [],
            templates: [(metric, some)])
        let start = ContinuousClock.now
        var made = 0
        // A few templates are compared again and again: a clock needs some milliseconds.
        while made < 200_000 { try? trials.forEachBlock { made += $0.count } }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return seconds > 0 ? Double(made) / seconds : nil
    }
}

/// Percentiles of the stages' times, nearest rank.
enum StagePercentiles {
    static func of(_ timings: [StageTimings]) -> [String: MatcherSpeed.Percentiles] {
        guard !timings.isEmpty else { return [:] }
        let stages: [(String, (StageTimings) -> Double)] = [
            ("decode", \.decode), ("detect", \.detect), ("align", \.align), ("embed", \.embed),
        ]
        return Dictionary(
            uniqueKeysWithValues: stages.map { name, value in
                let sorted = timings.map(value).sorted()
                func rank(_ share: Double) -> Double {
                    sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
                }
                return (name, MatcherSpeed.Percentiles(p50: rank(0.5), p95: rank(0.95), p99: rank(0.99)))
            })
    }
}
