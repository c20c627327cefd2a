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
        return findings + intake(policy)
            + remarks.map { remark in
                let place = remark.location.map { "\($0): " } ?? ""
                return .warning("policy.remark", place + remark.message, do: "see docs/policy.md")
            }
    }
}

extension PolicyCheck {
    private func intake(_ policy: Policy) -> [Finding] {
        let id = "policy.intake"
        do throws(AuditError) {
            let intake = try Intake(policy)
            guard !intake.files.isEmpty else { return [] }
            let names = intake.files.joined(separator: ", ")
            if let file = intake.writableFiles.first {
                return [
                    .warning(
                        id, "others can write the file of keys \(file), and so decide who vouches for requests",
                        do: "run `chmod go-w \(file)`")
                ]
            }
            return [.ok(id, "\(names) has keys that can be used")]
        } catch {
            return [.problem(id, error, do: "correct `intake:` or put the file of keys there")]
        }
    }
}

extension Policy {
    /// The calibration files that its thresholds come from, sorted.
    fileprivate var calibrationFiles: [String] {
        Set(thresholds.values.compactMap { $0.calibration?.file.file }).sorted()
    }
}
