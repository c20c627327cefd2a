/// A profile with what it needs to be applied. Outputs take it instead of the profile, so that none can show digests
/// without their key.
public struct Redaction: Sendable {
    /// Whom the output is for.
    public let profile: RedactionProfile
    private let digest: @Sendable (String) -> String

    private init(_ profile: RedactionProfile, digest: @escaping @Sendable (String) -> String = { $0 }) {
        self.profile = profile
        self.digest = digest
    }

    /// For the reviewers: what every output does unless something else is asked for.
    public static let team = Redaction(.team)

    /// For who may see everything.
    public static let auditor = Redaction(.auditor)

    /// For anybody.
    /// - Parameter digest: A keyed digest of a request id, the same whenever the same run is rendered.
    public static func `public`(digest: @escaping @Sendable (String) -> String) -> Redaction {
        Redaction(.public, digest: digest)
    }

    /// A request's id as it may be shown; an empty one stays empty.
    public func requestID(_ id: String) -> String {
        switch profile.treatment(of: .requestID) {
        case .shown: id
        default: id.isEmpty ? "" : digest(id)
        }
    }

    /// A score in native units, or one of its thresholds' neighbours: two decimals tell nobody how near a threshold a
    /// photo came (reliability.md, T19).
    public func score(_ score: Double?) -> Double? { rounded(score, steps: 100) }

    /// A confidence in percent.
    public func confidence(_ confidence: Double?) -> Double? { rounded(confidence, steps: 1) }

    private func rounded(_ value: Double?, steps: Double) -> Double? {
        guard profile.treatment(of: .scores) == .rounded, let value, value.isFinite else { return value }
        return (value * steps).rounded() / steps
    }
}
