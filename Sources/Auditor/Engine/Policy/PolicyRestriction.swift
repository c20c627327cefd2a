public import AuditCore

extension Policy {
    /// The policy with only the matchers that `--matcher` selects, in the policy's order (DESIGN.md 4.4). Without a
    /// selection it is unchanged. When only veto matchers remain they become the order, because somebody must decide; when
    /// none remains, the selected ones that the policy's calibration knows are used at the rates of its first matcher.
    /// - Parameters:
    ///   - selected: The values of `--matcher`, in any order.
    ///   - available: The matchers that this installation knows, for the check of the names and the hint.
    ///   - models: The files of available matchers: one without a calibration of its own name uses that of a matcher whose
    ///     models are all among them. What it says of its models when it runs is held against the calibration again.
    /// - Returns: The policy, and for people what of the selection was not used.
    /// - Throws: `usage` for a name that nobody knows; `configuration_invalid` when no matcher of the policy remains.
    public func restricted(
        to selected: [String], available: [String], models: [String: [ModelDigest]] = [:]
    ) throws(AuditError) -> (policy: Policy, notices: [String]) {
        guard !selected.isEmpty else { return (self, []) }
        let known = available + matchers.filter { !available.contains($0) }
        if let unknown = selected.first(where: { !known.contains($0) }) {
            throw AuditError(
                .usage, "--matcher: unknown matcher \"\(unknown)\"\(NearestName.hint(unknown, among: known))")
        }
        var policy = self
        // Whoever selects every matcher of the fusion selects the fusion.
        let components = fusion?.matchers ?? []
        let isFusionSelected = !components.isEmpty && components.allSatisfy(selected.contains)
        func isSelected(_ name: String) -> Bool {
            selected.contains(name) || name == Fusion.matcherName && isFusionSelected
        }
        policy.order = order.filter(isSelected)
        policy.veto = veto.filter(isSelected)
        if policy.order.isEmpty { swap(&policy.order, &policy.veto) }
        if policy.order.isEmpty {
            let calibrated = calibratedBands(of: selected, models: models)
            policy.order = calibrated.map(\.name)
            for (name, band) in calibrated { policy.thresholds[name] = band }
        }
        guard !policy.order.isEmpty else {
            throw AuditError(
                .configurationInvalid,
                "--matcher selects \(selected.joined(separator: ", ")), but the policy \"\(name)\" has thresholds and a "
                    + "part only for \(matchers.joined(separator: ", ")), and no calibration is installed that would "
                    + "give thresholds for the others",
                at: SourceLocation(file: file))
        }
        let used = Set(policy.matchers + policy.workers)
        var notices: [String] = []
        for name in selected where !used.contains(name) {
            let notice = "The matcher \(name) was selected but has no part in the policy; it was not used."
            if !notices.contains(notice) { notices.append(notice) }
        }
        // Thresholds that the selection leaves without a use are no mistake of the policy's.
        policy.thresholds = policy.thresholds.filter { used.contains($0.key) }
        return (policy, notices)
    }

    /// Bands of the selected that the policy has, else at the rates of the first matcher that decides, of those that its
    /// calibration knows.
    private func calibratedBands(
        of selected: [String], models: [String: [ModelDigest]]
    ) -> [(name: String, band: MatcherThresholds)] {
        let entries = thresholds[order[0]]?.calibration?.file.calibration.matchers ?? []
        return selected.reduce(into: []) { bands, name in
            guard !bands.contains(where: { $0.name == name }) else { return }
            if let own = thresholds[name] {
                bands.append((name, own))
                return
            }
            let digests = Set(models[name, default: []].map(\.sha256))
            let twin = entries.first { !$0.models.isEmpty && digests.isSuperset(of: $0.models.map(\.sha256)) }
            let entry = entries.first { $0.name == name } ?? twin
            if let entry, let band = band(of: name, as: order[0], entry: entry.name) { bands.append((name, band)) }
        }
    }
}
