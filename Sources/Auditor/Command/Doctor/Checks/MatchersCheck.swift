import AuditCore
import AuditEngine
import Logging
import MatcherKit

/// Starts each of the policy's matchers, which must tell the catalogue's two photos of one person from a stranger's.
struct MatchersCheck: DoctorCheck {
    let name = "matchers"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        guard case .success(let loaded) = subject.policy else {
            return [.notChecked("matchers.all", "the policy cannot be used, so its matchers are not known")]
        }
        let policy = loaded.policy
        let roster: MatcherRoster
        let canaries: CanarySet
        do throws(AuditError) {
            roster = try MatcherRoster(subject.installation, plugins: policy.plugins)
            canaries = try roster.canaries()
        } catch {
            return [.problem("matchers.all", error, do: "run `make setup`")]
        }
        var findings: [Finding] = []
        for name in policy.workers {
            findings.append(await test(name, policy: policy, roster: roster, canaries: canaries))
        }
        guard !findings.contains(where: { $0.status == .ok }) else { return findings }
        let none = Finding.problem(
            "matchers.all", "no matcher of the policy can run", do: "correct what is said of each of them",
            exit: .unavailable)
        return findings + [none]
    }

    private func test(
        _ name: String, policy: Policy, roster: MatcherRoster, canaries: CanarySet
    ) async -> Finding {
        let id = "matchers.\(name)"
        do throws(AuditError) {
            let spec = try roster.spec(name, limits: policy.workerLimits)
            let pool = try await WorkerPool.start(
                spec, capacity: 1, canaries: canaries,
                logger: Logger(label: "auditor") { _ in SwiftLogNoOpLogHandler() })
            let descriptor = pool.descriptor
            await pool.stop()
            // What a run would do before its first request.
            try policy.check(against: [descriptor])
            return .ok(id, "version \(descriptor.version) started and passed its self-test on known photos")
        } catch {
            // The run goes on without a matcher that does not start, as long as another one does.
            guard error.code == .matcherUnavailable else {
                return .problem(id, error, do: "see docs/policy.md")
            }
            var finding = Finding.problem(id, error, do: "check it with `auditor matchers list`")
            finding.exit = .findings
            return finding
        }
    }
}
