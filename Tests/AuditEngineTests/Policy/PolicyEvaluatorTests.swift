import AuditCore
import Testing

@testable import AuditEngine

/// Whole decisions: how the rules' findings become one outcome.
@Suite struct PolicyEvaluatorTests {
    @Test func goodEvidenceIsApproved() {
        let result = PolicyEvaluator(.example).evaluate(.example)
        #expect(result.outcome == .approved)
        #expect(result.reasons.map(\.code) == [.faceMatch])
        #expect(result.checks.map(\.id) == PolicyRules.builtIn.map(\.descriptor.id))
    }

    @Test func aMismatchIsRejected() {
        let result = evaluate { $0.scores["alpha"] = 0.1 }
        #expect(result.outcome == .rejected)
    }

    @Test func aMismatchOnInsufficientEvidenceIsReviewedAndItsScoreIsShown() {
        let result = evaluate {
            $0.see([.example(eyes: 10)], by: "alpha", on: .selfie)
            $0.scores["alpha"] = 0.1
        }
        #expect(result.outcome == .review)
        #expect(result.reasons.map(\.code) == [.faceTooSmall, .faceMismatch])
        #expect(result.comparisons.first?.score == 0.1)
        #expect(result.comparisons.first?.verdict == .rejected)
    }

    @Test func aFailureOfTheVetoMatcherIsAnErrorAlthoughTheFacesMatch() {
        let result = evaluate { $0.fail(.workerCrashed, on: .document, by: "beta") }
        #expect(result.outcome == .error)
        #expect(result.reasons.map(\.code) == [.workerCrashed])
        #expect(state(result, "face_comparison") == .notRun)
        #expect(result.checks.first { $0.id == "face_comparison" }?.cause == "not_processed")
        #expect(result.checks.first { $0.id == "document_legible" }?.cause == "not_configured")
    }

    @Test func anUnavailableVetoTurnsAnApprovalIntoAReviewAndLeavesARejection() {
        #expect(evaluate { $0.remove("beta") }.outcome == .review)
        let rejection = evaluate {
            $0.remove("beta")
            $0.scores["alpha"] = 0.1
        }
        #expect(rejection.outcome == .rejected)
        #expect(rejection.reasons.map(\.code) == [.faceMismatch, .matcherUnavailable])
    }

    @Test func aVetoWithoutAFaceOnlyInforms() {
        let result = evaluate { $0.see([], by: "beta", on: .document) }
        #expect(result.outcome == .approved)
        #expect(result.reasons.map(\.code) == [.matcherMissing, .faceMatch])
    }

    @Test func aVetoSendsAnApprovalToReview() {
        let result = evaluate { $0.scores["beta"] = 0.9 }
        #expect(result.outcome == .review)
        #expect(result.reasons.map(\.code) == [.matchersDisagree, .faceMatch])
    }

    @Test func theSecondPrimaryDecidesWhenTheFirstFindsNoFace() {
        let result = evaluate {
            $0.order = ["alpha", "gamma"]
        } evidence: {
            $0.use("gamma", .cosine, .unit, score: 0.1)
            $0.see([], by: "alpha", on: .selfie)
        }
        #expect(result.outcome == .rejected)
        #expect(result.comparisons.map(\.matcher) == ["alpha", "gamma", "beta"])
        #expect(result.comparisons.map(\.part) == [.standby, .deciding, .veto])
        #expect(result.comparisons.map(\.verdict) == [nil, .rejected, .approved])
        #expect(result.reasons.map(\.code) == [.faceMismatch, .matcherMissing])
    }

    @Test func withoutAnyScoreTheFirstOfTheOrderSaysWhy() {
        let result = evaluate {
            for matcher in ["alpha", "beta"] { $0.see([], by: matcher, on: .selfie) }
        }
        #expect(result.outcome == .review)
        #expect(
            result.reasons == [
                Reason(.noFace, image: .selfie, matcher: "alpha"),
                Reason(.matcherMissing, matcher: "beta", detail: "no face on the selfie"),
            ])
    }

    @Test func nothingIsApprovedWithoutAMatcher() {
        let result = evaluate {
            $0.remove("alpha")
            $0.remove("beta")
        }
        #expect(result.outcome == .review)
        #expect(evaluate { $0.photos = [] }.outcome == .error)
        #expect(evaluate { $0.remove("alpha") }.outcome == .review)
    }

    @Test(arguments: [RequestKind.enrol, .verify, .identify])
    func aKindThatIsNotBuiltIsAnError(_ kind: RequestKind) {
        let result = evaluate { $0.kind = kind }
        #expect(result.outcome == .error)
        #expect(result.reasons.map(\.code) == [.kindNotSupported])
        #expect((state(result, "face_comparison") == .notApplicable) == (kind != .verify))
    }

    @Test func aPolicyThatDoesNotRejectReviewsAMismatch() {
        let result = evaluate {
            $0.rejects = false
        } evidence: {
            $0.scores["alpha"] = 0.1
        }
        #expect(result.outcome == .review)
        #expect(result.reasons.map(\.code) == [.rejectionNeedsReview])
    }

    @Test func underAllARejectionWinsAndAMissingFaceIsInsufficient() {
        func result(_ change: (inout Evidence) -> Void) -> Outcome {
            evaluate {
                $0.combination = .all
                $0.order = ["alpha", "gamma"]
            } evidence: {
                $0.use("gamma", .cosine, .unit, score: 0.9)
                change(&$0)
            }.outcome
        }
        #expect(result { _ in } == .approved)
        #expect(result { $0.scores["gamma"] = 0.1 } == .rejected)
        #expect(result { $0.see([], by: "gamma", on: .selfie) } == .review)
        let both = result {
            $0.scores["alpha"] = 0.1
            $0.see([], by: "gamma", on: .selfie)
        }
        #expect(both == .review)
    }

    @Test func aRowThatIsNoRequestIsAnErrorWithEveryCheckNotRun() {
        let result = PolicyEvaluator(.example).notProcessed([Reason(.invalidField, field: "email")])
        #expect(result.outcome == .error)
        #expect(result.checks.count == PolicyRules.builtIn.count)
        #expect(result.checks.allSatisfy { $0.state == .notRun && $0.cause == "not_processed" })
    }

    @Test func theRunningMatchersDirectionCounts() {
        let result = evaluate {
            $0.thresholds["alpha"]?.metric = .euclidean
        } evidence: {
            $0.scores["alpha"] = 0.1
        }
        #expect(result.outcome == .rejected)
        #expect(result.comparisons.first?.metric == .cosine)
    }

    @Test func strictestApprovesNothing() throws {
        let policy = try Samples.policy("strictest")
        for score in [1.0, 0.9, 0.231, 0.2309] {
            let result = PolicyEvaluator(policy).evaluate(.withRealNames(opencv: score, dlib: 0.1))
            #expect(result.outcome != .approved)
        }
    }

    @Test func theDefaultPolicysBordersAreExact() throws {
        let policy = try Samples.policy("default").restricted(to: ["opencv"], available: ["opencv"]).policy
        let band = try #require(policy.thresholds["opencv"])
        for (score, outcome) in [
            (band.approve, Outcome.approved), (band.approve.nextDown, .review), (band.reject, .review),
            (band.reject.nextDown, .rejected),
        ] {
            let result = PolicyEvaluator(policy).evaluate(.withRealNames(opencv: score, dlib: 0.1))
            #expect(result.outcome == outcome)
        }
    }

    @Test func humanReviewNeverRejects() throws {
        let policy = try Samples.policy("human-review")
        for score in [-1.0, 0.1, 0.3, 0.5] {
            let result = PolicyEvaluator(policy).evaluate(.withRealNames(opencv: score, dlib: 0.1))
            #expect(result.outcome != .rejected)
        }
    }

    @Test func kycShowsWhatWasNotLookedFor() throws {
        let result = PolicyEvaluator(try Samples.policy("kyc")).evaluate(.withRealNames(opencv: 0.9, dlib: 0.1))
        #expect(result.outcome == .approved)
        for check in FurtherCheck.allCases where check.searchesMany {
            #expect(result.checks.first { $0.id == check.rawValue }?.cause == "not_kept")
        }
        for check in result.checks where check.id.hasPrefix("document_") || check.id == "national_id_check_digit" {
            #expect(check.cause == "not_given", "\(check.id)")
        }
    }

    private func state(_ result: PolicyEvaluation, _ id: String) -> CheckState? {
        result.checks.first { $0.id == id }?.state
    }
}

/// Evaluates the example evidence under the example policy, each changed.
func evaluate(
    policy changePolicy: (inout Policy) -> Void = { _ in }, evidence changeEvidence: (inout Evidence) -> Void
) -> PolicyEvaluation {
    var policy = Policy.example
    var evidence = Evidence.example
    changePolicy(&policy)
    changeEvidence(&evidence)
    return PolicyEvaluator(policy).evaluate(evidence)
}

extension Evidence {
    /// Good faces with the matchers of the sample policies.
    static func withRealNames(opencv: Double, dlib: Double) -> Evidence {
        var evidence = Evidence(
            kind: .compare, photos: [PhotoEvidence(role: .selfie), PhotoEvidence(role: .document)], matchers: [])
        evidence.use("opencv", .cosine, .unit, score: opencv)
        evidence.use("dlib", .euclidean, .score, score: dlib)
        return evidence
    }
}
