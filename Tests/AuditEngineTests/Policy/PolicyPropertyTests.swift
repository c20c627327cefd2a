import AuditCore
import AuditTesting
import Testing

@testable import AuditEngine

/// Promises that hold for any evidence and any policy, tried on seeded random ones.
@Suite struct PolicyPropertyTests {
    @Test(arguments: 0..<20) func promisesHold(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<200 {
            let policy = Policy.random(&random)
            let evidence = Evidence.random(&random)
            let result = PolicyEvaluator(policy).evaluate(evidence)
            let severities = result.reasons.map(\.severity)
            let input = RuleInput(evidence, policy)

            #expect(result == PolicyEvaluator(policy).evaluate(evidence), "deterministic")
            #expect(result.outcome == (severities.max() ?? .info).outcome, "worst of")
            #expect(severities == severities.sorted(by: >), "worst first")
            #expect(result.comparisons.map(\.matcher) == policy.matchers, "one comparison a matcher, in order")
            if result.outcome == .rejected {
                #expect(severities.allSatisfy { $0 <= .reject }, "a rejection rests on sufficient evidence")
                #expect(policy.rejects)
            }
            if result.outcome == .approved {
                #expect(input.ballot.verdict == .approved, "an approval rests on scores")
                #expect(policy.matchers.allSatisfy { evidence.descriptor($0) != nil }, "and on every matcher")
            }
            let failed = evidence.photos.contains { photo in
                photo.failures.contains { $0.matcher.map(policy.matchers.contains) ?? true }
            }
            if failed { #expect(result.outcome == .error, "a failure to process is an error") }
        }
    }

    @Test(arguments: 0..<20) func moreSimilarityIsNeverWorseUnderPrimary(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<100 {
            var policy = Policy.random(&random)
            policy.combination = .primary
            var evidence = Evidence.random(&random)
            let evaluator = PolicyEvaluator(policy)
            let before = evaluator.evaluate(evidence).outcome
            for name in evidence.scores.keys.sorted() where Bool.random(using: &random) {
                let step = Double.random(in: 0...0.5, using: &random)
                let toward: Double = evidence.descriptor(name)?.direction == .distance ? -1 : 1
                evidence.scores[name]? += toward * step
            }
            let after = evaluator.evaluate(evidence).outcome
            #expect(Self.rank(after) >= Self.rank(before), "\(before) became \(after)")
        }
    }

    private static func rank(_ outcome: Outcome) -> Int {
        switch outcome {
        case .error: -1
        case .rejected: 0
        case .review: 1
        case .approved: 2
        }
    }
}

extension SplitMix {
    /// True with a probability of one in `n`.
    mutating func oneIn(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &self) == 0 }
}

extension Policy {
    static func random(_ random: inout SplitMix) -> Policy {
        var policy = Policy.example
        policy.combination = Combination.allCases.randomElement(using: &random) ?? .primary
        let names = ["alpha", "beta", "gamma"].shuffled(using: &random)
        let count = Int.random(in: 1...3, using: &random)
        policy.order = Array(names.prefix(count))
        policy.veto = Bool.random(using: &random) ? Array(names.dropFirst(count)) : []
        policy.rejects = !random.oneIn(4)
        if random.oneIn(4) { policy.multipleFaces = nil }
        if random.oneIn(4) { policy.quality = QualityLimits() }
        return policy
    }
}

extension Evidence {
    static func random(_ random: inout SplitMix) -> Evidence {
        var evidence = Evidence.example
        evidence.use("gamma", .cosine, .unit, score: 0)
        for name in ["alpha", "gamma"] { evidence.scores[name] = .random(in: -1...1, using: &random) }
        evidence.scores["beta"] = .random(in: 0...1.5, using: &random)
        for matcher in ["alpha", "beta", "gamma"] {
            for role in [ImageRole.selfie, .document] where random.oneIn(5) {
                let faces = (0..<Int.random(in: 0...2, using: &random)).map { _ in
                    DetectedFace.example(
                        confidence: .random(in: 0.5...1, using: &random),
                        area: .random(in: 2000...20_000, using: &random),
                        eyes: .random(in: 10...60, using: &random))
                }
                evidence.see(faces, by: matcher, on: role)
            }
            if random.oneIn(20) {
                let code = [ReasonCode.workerCrashed, .workerTimeout, .imageUnreadable].randomElement(using: &random)
                evidence.fail(code ?? .workerCrashed, on: .selfie, by: matcher)
            }
            if random.oneIn(12) { evidence.remove(matcher) }
        }
        if random.oneIn(20) { evidence.fail(.imageMissing, on: .document) }
        return evidence
    }
}
