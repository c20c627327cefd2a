public import AuditCore

extension Policy {
    /// The policy with only the matchers that `--matcher` selects, in the policy's order (DESIGN.md 4.4). Without a
    /// selection it is unchanged. When only veto matchers remain they become the order, because somebody must decide.
    /// - Parameters:
    ///   - selected: The values of `--matcher`, in any order.
    ///   - available: The matchers that this installation knows, for the check of the names and the hint.
    /// - Returns: The policy, and for people what of the selection was not used.
    /// - Throws: `usage` for a name that nobody knows; `configuration_invalid` when no matcher of the policy remains.
    public func restricted(
        to selected: [String], available: [String]
    ) throws(AuditError) -> (policy: Policy, notices: [String]) {
        guard !selected.isEmpty else { return (self, []) }
        let known = available + matchers.filter { !available.contains($0) }
        if let unknown = selected.first(where: { !known.contains($0) }) {
            throw AuditError(
                .usage, "--matcher: unknown matcher \"\(unknown)\"\(NearestName.hint(unknown, among: known))")
        }
        var policy = self
        policy.order = order.filter(selected.contains)
        policy.veto = veto.filter(selected.contains)
        if policy.order.isEmpty { swap(&policy.order, &policy.veto) }
        guard !policy.order.isEmpty else {
            throw AuditError(
                .configurationInvalid,
                "--matcher selects \(selected.joined(separator: ", ")), but the policy \"\(name)\" has thresholds and a "
                    + "part only for \(matchers.joined(separator: ", ")), and no calibration is installed that would "
                    + "give thresholds for the others",
                at: SourceLocation(file: file))
        }
        var notices: [String] = []
        for name in selected where !matchers.contains(name) {
            let notice = "The matcher \(name) was selected but has no part in the policy; it was not used."
            if !notices.contains(notice) { notices.append(notice) }
        }
        return (policy, notices)
    }
}
