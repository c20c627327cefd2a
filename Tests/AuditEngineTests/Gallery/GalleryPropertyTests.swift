import AuditCore
import AuditTesting
import Testing

@testable import AuditEngine

/// What a gallery says leads to review at most, whatever it says.
@Suite struct GalleryPropertyTests {
    @Test(arguments: 0..<20) func oneAmongManyNeverRejects(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<200 {
            var policy = Policy.random(&random)
            policy.gallery = GallerySettings()
            var evidence = Evidence.random(&random)
            let kind = [RequestKind.enrol, .identify, .compare].randomElement(using: &random) ?? .enrol
            let before = PolicyEvaluator(policy).evaluate(evidence).outcome
            let gallery = GalleryEvidence.random(&random)
            if kind == .compare { evidence.gallery = gallery } else { evidence.ask(kind, gallery) }
            let outcome = PolicyEvaluator(policy).evaluate(evidence).outcome
            if kind != .compare {
                #expect(outcome != .rejected)
            } else if outcome == .rejected {
                #expect(before == .rejected, "the comparison rejected, not the gallery")
            }
            if kind == .identify, outcome == .approved {
                #expect(RuleInput(evidence, policy).ballot.verdict == .approved, "an approval rests on scores")
            }
        }
    }

    @Test(arguments: 0..<20) func aVerificationIsApprovedByItsSubjectsScoresOnly(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<200 {
            var policy = Policy.random(&random)
            policy.gallery = GallerySettings()
            var evidence = Evidence.random(&random)
            evidence.ask(.verify, GalleryEvidence.random(&random))
            let outcome = PolicyEvaluator(policy).evaluate(evidence).outcome
            let verdict = RuleInput(evidence, policy).ballot.verdict
            if outcome == .approved { #expect(verdict == .approved && evidence.gallery?.claim == .enrolled) }
            if outcome == .rejected { #expect(verdict == .rejected && policy.rejects) }
        }
    }
}

extension GalleryEvidence {
    static func random(_ random: inout SplitMix) -> GalleryEvidence {
        let claims: [Claim?] = [nil, .unknown, .enrolled, .enrolled, .revoked, .outdated]
        let claim = claims.randomElement(using: &random) ?? nil
        let candidates = (0..<Int.random(in: 0...3, using: &random)).map { index in
            Candidate(
                subject: Int64(index + 7), rank: index + 1,
                scores: [
                    "alpha": .random(in: -1...1, using: &random), "beta": .random(in: 0...1.5, using: &random),
                    "gamma": .random(in: -1...1, using: &random),
                ])
        }
        let links = Link.Kind.allCases.filter { _ in random.oneIn(4) }.map { Link(kind: $0, decision: 3, subject: 7) }
        // Only an enrolled subject has scores of its own.
        let others = candidates.map { Candidate(subject: $0.subject + 10, rank: $0.rank, scores: $0.scores) }
        return GalleryEvidence(
            subjects: 9, templates: Int.random(in: 0...1000, using: &random), searched: "alpha", probes: 5,
            claim: claim, subject: claim == nil || claim == .unknown ? nil : 7,
            candidates: claim == .enrolled || claim == nil ? candidates : others, links: links,
            velocity: [VelocityCount(by: "email", count: 99, hours: 24)],
            listed: [ListHit(list: .block, entry: 1, field: "email")])
    }
}
