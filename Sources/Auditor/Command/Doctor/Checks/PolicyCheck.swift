import AuditCore
import AuditEngine

/// Whether the policy can be used with its calibrations and plugins, and what the linter says of it.
struct PolicyCheck: DoctorCheck {
    let name = "policy"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        let policy: Policy
        switch subject.policy {
        case .failure(let error):
            return [.problem("policy.file", error, do: "correct it; `auditor policy check` says when it is sound")]
        case .success(let loaded): policy = loaded.policy
        }
        var findings = [
            Finding.ok("policy.file", "policy \(policy.name) (\(policy.file), sha256 \(policy.sha256)) is sound")
        ]
        let files = policy.calibrationFiles
        if !files.isEmpty {
            let names = files.joined(separator: ", ")
            // Held against the catalogue's digests when the policy was read; another model is a failure above.
            findings.append(.ok("policy.calibration", "\(names) belongs to the listed models"))
        }
        // Mail and checks have findings of their own.
        let remarks = PolicyLinter.findings(in: policy).filter { finding in
            !["notifications.", "checks."].contains(where: finding.message.hasPrefix)
        }
        return findings
            + remarks.map { remark in
                let place = remark.location.map { "\($0): " } ?? ""
                return .warning("policy.remark", place + remark.message, do: "see docs/policy.md")
            }
    }
}

extension Policy {
    /// The calibration files that its thresholds come from, sorted.
    fileprivate var calibrationFiles: [String] {
        Set(thresholds.values.compactMap { $0.calibration?.file.file }).sorted()
    }
}
