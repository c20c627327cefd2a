public import AuditCore

extension Policy {
    /// The fusion behind the matcher `fused`; nil when the policy does not use it.
    public var fusion: Fusion? {
        guard matchers.contains(Fusion.matcherName) else { return nil }
        return thresholds[Fusion.matcherName]?.calibration?.file.calibration.fusion
    }

    /// The matchers that need workers: `fused` stands for those it is made of.
    public var workers: [String] {
        matchers.flatMap(faceMatchers).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The matchers whose faces and templates are behind a matcher of the policy.
    func faceMatchers(_ name: String) -> [String] {
        name == Fusion.matcherName ? fusion?.matchers ?? [] : [name]
    }

    /// Matchers that only take part in the fusion, and have thresholds to be shown against.
    public var components: [String] { workers.filter { !matchers.contains($0) && thresholds[$0] != nil } }

    /// Every calibration that the policy uses, each once, in the order of its matchers.
    public var calibrations: [CalibrationFile] {
        (matchers + components).compactMap { thresholds[$0]?.calibration?.file }.reduce(into: []) { files, file in
            if !files.contains(where: { $0.sha256 == file.sha256 }) { files.append(file) }
        }
    }

    /// What `fused` says of itself in a run's record; its models are those of its matchers.
    public func fusedDescriptor(_ descriptors: [MatcherDescriptor]) -> MatcherDescriptor? {
        guard let fusion else { return nil }
        let parts = descriptors.filter { fusion.matchers.contains($0.name) }
        guard !parts.isEmpty else { return nil }
        return MatcherDescriptor(
            name: Fusion.matcherName, version: "1 (\(fusion.matchers.joined(separator: ", ")))", templateSize: 0,
            metric: .logLikelihoodRatio, confidenceScale: .unit, models: parts.flatMap(\.models))
    }

    /// The matchers in the order of the policy's, then those of a fusion, so that reports list who decides first.
    func recorded(_ running: [MatcherDescriptor]) -> [MatcherDescriptor] {
        let known = running + [fusedDescriptor(running)].compactMap(\.self)
        let names = matchers + running.map(\.name).filter { !matchers.contains($0) }
        return names.compactMap { name in known.first { $0.name == name } }
    }

    /// Gives the matchers of a fusion the band of `fused` at the same rates, so that a reviewer sees what each one says.
    /// Such bands never decide. One that the policy writes stays, and one that the sample does not support is left out.
    func withComponentBands() -> Policy {
        var policy = self
        for name in fusion?.matchers ?? [] where thresholds[name] == nil {
            policy.thresholds[name] = band(of: name, as: Fusion.matcherName)
        }
        return policy
    }

    /// A band for a matcher at the rates and from the calibration of another one's.
    /// - Parameters:
    ///   - entry: The calibration's entry to use; the one of the matcher's own name by default.
    func band(of name: String, as other: String, entry: String? = nil) -> MatcherThresholds? {
        guard let model = thresholds[other], let file = model.calibration?.file,
            let entry = file.calibration.matcher(entry ?? name),
            let approveRate = model.approveSource.asked, let rejectRate = model.rejectSource.asked,
            let approve = entry.point(atMost: approveRate), let reject = entry.point(atMost: rejectRate)
        else { return nil }
        return MatcherThresholds(
            approve: approve.threshold, reject: reject.threshold, metric: entry.metric, location: model.location,
            approveSource: .rate(asked: approveRate, point: approve),
            rejectSource: .rate(asked: rejectRate, point: reject),
            calibration: BandCalibration(file: file, entry: entry))
    }
}
