public import AuditCore

extension Policy {
    /// Checks the thresholds and calibrations against what the running matchers say of themselves.
    /// - Throws: `policy_invalid` when a matcher's scores point the other way than the policy's band;
    ///   `calibration_invalid` when a matcher's models are not those that were calibrated.
    public func check(against descriptors: [MatcherDescriptor]) throws(AuditError) {
        for descriptor in descriptors {
            try checkCalibration(descriptor)
            guard var band = thresholds[descriptor.name], matchers.contains(descriptor.name) else { continue }
            let written = band.metric
            band.metric = descriptor.metric
            guard band.isPossible else {
                throw AuditError(
                    .policyInvalid,
                    "thresholds.\(descriptor.name): expected a band for \(descriptor.metric.rawValue) scores "
                        + "(\(descriptor.metric.inWords)), found one for \(written.rawValue) scores "
                        + "(approve \(band.approve), reject \(band.reject))", at: band.location)
            }
        }
    }

    /// Checks the calibrations against the models of matchers that do not run yet.
    /// - Parameter models: The matchers' names with the models that they load.
    /// - Throws: `calibration_invalid`.
    public func check(models: [String: [ModelDigest]]) throws(AuditError) {
        for (name, digests) in models.sorted(by: { $0.key < $1.key }) {
            for use in calibrations(of: name) {
                try Self.check(name, digests, use.entry, file: use.file, at: use.location)
            }
        }
    }

    /// Every entry that scores of a matcher are held against: its own, and its part of a fusion.
    private func calibrations(
        of name: String
    ) -> [(file: CalibrationFile, entry: MatcherCalibration, location: SourceLocation)] {
        var uses: [(file: CalibrationFile, entry: MatcherCalibration, location: SourceLocation)] = []
        if let band = thresholds[name], let calibration = band.calibration, (matchers + components).contains(name) {
            uses.append((calibration.file, calibration.entry, band.location))
        }
        if let fusion, fusion.matchers.contains(name), let band = thresholds[Fusion.matcherName],
            let file = band.calibration?.file, let entry = file.calibration.matcher(name)
        {
            uses.append((file, entry, band.location))
        }
        return uses
    }

    private func checkCalibration(_ descriptor: MatcherDescriptor) throws(AuditError) {
        for use in calibrations(of: descriptor.name) {
            try Self.check(descriptor, use.entry, file: use.file, at: use.location)
        }
    }

    private static func check(
        _ descriptor: MatcherDescriptor, _ entry: MatcherCalibration, file: CalibrationFile, at place: SourceLocation
    ) throws(AuditError) {
        guard descriptor.metric == entry.metric else {
            throw AuditError(
                .calibrationInvalid,
                "\(file.file) calibrates \(entry.metric.rawValue) scores of \(entry.name), but the matcher "
                    + "\(descriptor.name) gives \(descriptor.metric.rawValue) scores; calibrate it with "
                    + "`auditor evaluate`", at: place)
        }
        try check(descriptor.name, descriptor.models, entry, file: file, at: place)
    }

    private static func check(
        _ name: String, _ models: [ModelDigest], _ entry: MatcherCalibration, file: CalibrationFile,
        at place: SourceLocation
    ) throws(AuditError) {
        let used = Set(models.map(\.sha256))
        let calibrated = Set(entry.models.map(\.sha256))
        guard used != calibrated else { return }
        throw AuditError(
            .calibrationInvalid,
            "\(file.file) was made with other models of \(name): it has "
                + "\(list(entry.models, without: used)), this installation \(list(models, without: calibrated)); "
                + "calibrate the matcher with `auditor evaluate`, or install the models of the calibration", at: place)
    }

    private static func list(_ models: [ModelDigest], without known: Set<String>) -> String {
        let others = models.filter { !known.contains($0.sha256) }.map { "\($0.file) (sha256 \($0.sha256))" }
        return others.isEmpty ? "no other model" : others.joined(separator: " and ")
    }
}
