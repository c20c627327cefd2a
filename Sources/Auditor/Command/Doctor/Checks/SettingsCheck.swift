import AuditCore
import AuditEngine
import MatcherKit

/// What is possible and not switched on, so that nobody believes it is.
struct SettingsCheck: DoctorCheck {
    let name = "settings"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        guard case .success(let loaded) = subject.policy else {
            return [.notChecked("settings.policy", "the policy cannot be used, so nothing is known of its settings")]
        }
        return [
            mail(loaded.policy), checks(loaded.policy), calibration(loaded.policy),
            openvino(loaded.policy, subject.installation),
        ]
    }

    private func mail(_ policy: Policy) -> Finding {
        let id = "settings.mail"
        let action = "set notifications.from in \(policy.file)"
        guard let mail = policy.mail else {
            return .warning(id, "the policy has no notifications.from: no message is written", do: action)
        }
        // RFC 2606 reserves these for examples: mail from there is never delivered nor answered.
        let domain = mail.from.split(separator: "@").last.map { $0.lowercased() } ?? ""
        if ["example.org", "example.com", "example.net"].contains(where: { domain == $0 || domain.hasSuffix("." + $0) })
        {
            return .warning(id, "messages are sent from \(domain), a domain for examples", do: action)
        }
        guard !mail.reviewers.isEmpty else {
            return .warning(
                id, "the policy has no notifications.reviewers: nobody gets the digest",
                do: "set notifications.reviewers in \(policy.file)")
        }
        return .ok(id, "messages and the reviewers' digest are written")
    }

    private func checks(_ policy: Policy) -> Finding {
        let id = "settings.checks"
        let on = FurtherCheck.allCases.filter { policy.checks[$0] != nil }.map(\.rawValue)
        guard on.isEmpty else {
            return .ok(id, "\(on.joined(separator: ", ")): switched on")
        }
        let off = FurtherCheck.allCases.map(\.rawValue).joined(separator: ", ")
        return .notChecked(
            id, "no request is checked for \(off): the policy does not name them",
            do: "name them under checks, as samples/policies/kyc.yaml does")
    }

    /// The same models as `opencv`'s, in less time.
    private func openvino(_ policy: Policy, _ installation: Installation) -> Finding {
        let (id, name) = ("settings.openvino", "openvino")
        guard !policy.workers.contains(name) else { return .ok(id, "openvino is used") }
        guard let catalogue = try? installation.catalogue(), let folder = try? installation.modelsFolder() else {
            return .notChecked(id, "the model catalogue or the models were not found")
        }
        #if arch(x86_64)
            let isInstalled = catalogue.hasLibraries(of: name, folder: folder)
            var finding = Finding.ok(
                id, "openvino gives the scores of opencv in less time and is \(isInstalled ? "" : "not ")installed")
            finding.action =
                isInstalled
                ? "select it with `--matcher openvino`, or name it in the policy in the place of opencv"
                : "install it with `make setup`"
            return finding
        #else
            return .ok(id, "openvino, which gives the scores of opencv in less time, is for x86-64 only")
        #endif
    }

    private func calibration(_ policy: Policy) -> Finding {
        let id = "settings.calibration"
        let without = policy.matchers.filter { policy.thresholds[$0]?.calibration == nil }
        guard without.isEmpty else {
            return .warning(
                id, "no calibration for \(without.joined(separator: ", ")): error rates and confidences are not known",
                do: "measure it with `auditor evaluate` on labelled pairs and name its calibration.json in the policy")
        }
        return .ok(id, "every threshold has a calibration")
    }
}
