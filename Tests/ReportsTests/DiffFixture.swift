import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

/// A difference of two made-up runs: the later one has another policy, calibration and model.
struct DiffFixture {
    var diff: RunDiff

    /// No flip: every one of so many requests is decided as before.
    static func empty(compared: Int = 1000) -> RunDiff {
        let run = GeneratedArchive(count: 1).run
        var later = run
        (later.id, later.started) = (8, "2026-03-15T02:00:03Z")
        var diff = RunDiff(a: run, b: later)
        (diff.compared, diff.unchanged) = (compared, compared)
        if compared > 0 { diff.matrix = [.approved: [.approved: compared]] }
        return diff
    }

    /// - Parameters:
    ///   - flips: How many requests flip, through every pair of outcomes and every cause.
    ///   - text: What becomes of each foreign text.
    init(flips count: Int = 14, text: (String) -> String = { $0 }) {
        diff = Self.empty()
        diff.a.manifestName = text(diff.a.manifestName)
        diff.b.policyName = text("strictest")
        diff.b.policySHA256 = String(repeating: "b3", count: 32)
        diff.b.calibrations[0].sha256 = String(repeating: "f7", count: 32)
        diff.b.calibrations[0].file = text(diff.b.calibrations[0].file)
        diff.b.matchers[1].version = text("19.24.1")
        diff.b.matchers[1].models[0].sha256 = String(repeating: "e6", count: 32)
        diff.flips = (0..<count).map { Self.flip($0, text: text) }
        let both = diff.flips.filter { $0.from != nil && $0.to != nil }
        diff.compared = 1000 * max(count / 14, 1)
        diff.unchanged = diff.compared - both.count
        diff.matrix = [.approved: [.approved: diff.unchanged - 30], .review: [.review: 25], .error: [.error: 5]]
        for flip in both {
            guard let from = flip.from, let to = flip.to else { continue }
            diff.matrix[from, default: [:]][to, default: 0] += 1
        }
        diff.new = diff.flips.count { $0.from == nil }
        diff.gone = diff.flips.count { $0.to == nil }
        diff.unkeyed = 2
        diff.findings = [
            RunDiff.FindingCount(code: .faceMismatch, new: 4, stillOpen: 12, resolved: 1),
            RunDiff.FindingCount(code: .scoreInReviewBand, new: 7, stillOpen: 20, resolved: 3),
            RunDiff.FindingCount(code: .imageUnreadable, resolved: 2),
        ]
        for index in 0..<17 {
            let code: ReasonCode = index < 5 ? .faceMismatch : index < 15 ? .scoreInReviewBand : .imageUnreadable
            diff.findingChanges.append(
                .init(
                    requestID: text("REQ-\(200_000 + index)"), code: code,
                    change: [4, 12, 13, 14, 15, 16].contains(index) ? .resolved : .new))
        }
        diff.shifts = [Self.shift("opencv", .cosine), Self.shift("dlib", .euclidean)]
    }

    /// The pairs of outcomes, in an order that is not the page's.
    static let pairs: [(Outcome?, Outcome?)] = [
        (.review, .approved), (nil, .review), (.rejected, .approved), (.approved, .review), (.approved, nil),
        (.error, .approved), (.approved, .rejected), (.review, .rejected), (.approved, .error), (.rejected, .review),
        (.review, .error), (.error, .rejected), (.rejected, .error), (.error, .review),
    ]

    private static let causes: [RunDiff.Cause] = [
        .policy, .threshold, .calibration, .model, .image, .data, .processing,
    ]

    private static func flip(_ index: Int, text: (String) -> String) -> RunDiff.Flip {
        let (from, to) = pairs[index % pairs.count]
        var cause = [causes[index % causes.count]]
        if index % 5 == 0, !cause.contains(.model) { cause = (cause + [.model]).sorted { order($0) < order($1) } }
        if from == nil { cause = [.new] }
        if to == nil { cause = [.gone] }
        let scores =
            from == nil || to == nil
            ? []
            : [
                change("opencv", .cosine, 0.4125 - Double(index % 7) / 32, 0.4125 - Double(index % 5) / 32, from, to),
                change("dlib", .euclidean, 0.5, 0.5 + Double(index % 3) / 16, .approved, .approved),
            ].compactMap(\.self)
        return RunDiff.Flip(
            requestID: text("REQ-\(100_000 + index * 7919 % 100_000)"), from: from, to: to, causes: cause,
            rowA: from == nil ? nil : index + 1, rowB: to == nil ? nil : index + 2, reasonsA: reasons(from),
            reasonsB: reasons(to), scores: scores)
    }

    private static func order(_ cause: RunDiff.Cause) -> Int { RunDiff.Cause.allCases.firstIndex(of: cause) ?? 0 }

    private static func reasons(_ outcome: Outcome?) -> [ReasonCode] {
        switch outcome {
        case .approved: [.faceMatch]
        case .review: [.scoreInReviewBand, .matcherMissing, .scoreInReviewBand]
        case .rejected: [.faceMismatch]
        case .error: [.imageUnreadable]
        case nil: []
        }
    }

    private static func change(
        _ matcher: String, _ metric: ScoreMetric, _ a: Double, _ b: Double, _ from: Outcome?, _ to: Outcome?
    ) -> RunDiff.ScoreChange? {
        func record(_ score: Double, _ verdict: Outcome?, _ approve: Double, _ reject: Double) -> ComparisonRecord {
            ComparisonRecord(
                matcher: matcher, metric: metric, score: verdict == .error ? nil : score, approveThreshold: approve,
                rejectThreshold: reject, verdict: verdict == .error ? nil : verdict, part: .deciding)
        }
        let isDistance = metric.direction == .distance
        let before = record(a, from, isDistance ? 0.55 : 0.363, isDistance ? 0.65 : 0.25)
        let after = record(b, to, isDistance ? 0.55 : 0.4, isDistance ? 0.65 : 0.25)
        return RunDiff.ScoreChange(before, after)
    }

    /// Scores that moved a little, drawn from a fixed seed.
    private static func shift(_ matcher: String, _ metric: ScoreMetric) -> RunDiff.ScoreShift {
        var random = SplitMix(seed: 5)
        let isDistance = metric.direction == .distance
        let (low, high) = isDistance ? (0.1, 0.95) : (-0.1, 0.9)
        var counts: [Int: Int] = [:]
        for _ in 0..<3000 {
            let spread = random.unit() + random.unit() + random.unit() + random.unit() - 2
            let middle = random.unit() < 0.8 ? (isDistance ? 0.25 : 0.7) : (isDistance ? 0.75 : 0.3)
            let column = min(max(Int(100 * (middle + spread * 0.15)), 0), 99)
            let row = min(max(column + Int(6 * (random.unit() + random.unit() - 1)), 0), 99)
            counts[column * 100 + row, default: 0] += 1
        }
        let step = (high - low) / 100
        return RunDiff.ScoreShift(
            matcher: matcher, metric: metric, count: 3000, moved: 2710, mean: isDistance ? 0.004 : -0.012,
            largest: 0.0625, approveA: isDistance ? 0.55 : 0.363, approveB: isDistance ? 0.55 : 0.4,
            rejectA: isDistance ? 0.65 : 0.25, rejectB: isDistance ? 0.65 : 0.25,
            cells: counts.sorted { $0.key < $1.key }.map {
                RunDiff.ScoreShift.Cell(
                    a: low + step * (Double($0.key / 100) + 0.5), b: low + step * (Double($0.key % 100) + 0.5),
                    count: $0.value)
            },
            low: low, high: high)
    }
}

/// A difference's folder that tests look into.
struct RenderedDiff {
    let folder: TemporaryFolder
    var path: String { "\(folder.path)/out" }

    init(_ diff: RunDiff) throws {
        folder = try TemporaryFolder()
        try DiffRenderer.render(diff, templates: Repository.templates(), into: path)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
}
