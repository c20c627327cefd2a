public import AuditCore

/// Compares two photos outside any run: the same loader, matchers and policy, and nothing is stored.
public struct OneShotComparison: Sendable {
    private let decider: RequestDecider

    /// Prepares comparisons. Several faces on a photo are reported but not judged: that rule is about selfies.
    /// - Throws: `policy_invalid` when a matcher's scores point the other way than its thresholds.
    public init(policy: Policy, matchers: [any FaceMatcher]) throws(AuditError) {
        try policy.check(against: matchers.map(\.descriptor))
        var policy = policy
        policy.multipleFaces = nil
        decider = RequestDecider(
            loader: try ImageLoader(root: "/", maxBytes: policy.limits.maxImageBytes), matchers: matchers,
            policy: policy, mailTemplate: { _ in nil })
    }

    /// Compares the encoded photos `a` (as the selfie) and `b` (as the document).
    /// - Throws: `matcher_unavailable` when no photo can be processed any more; everything else is in the record.
    public func compare(_ a: [UInt8], _ b: [UInt8]) async throws(AuditError) -> DecisionRecord {
        let request = VerificationRequest(
            requestID: "compare", kind: .compare, images: [.selfie: .inline(a), .document: .inline(b)])
        var record = try await decider.decide(ManifestRow(row: 1, line: 1, content: .request(request))).record
        record.checks = record.checks.map(\.outsideRun)
        return record
    }
}
