import AuditCore
import AuditEngine
import Logging
import MatcherKit

/// Starts the matchers of a policy: models checked, workers proven, pools filled.
struct MatcherFleet {
    /// The pools that can be used, in the policy's order.
    let pools: [WorkerPool]
    /// Matchers that the policy names but that cannot be used, with why.
    let unavailable: [(name: String, why: String)]

    /// Starts what the policy names.
    /// - Throws: `AuditError`: `model_missing` or `model_digest_mismatch` before any worker starts; `matcher_unavailable`
    ///   when none is left.
    static func start(
        _ policy: Policy, lanes: Int, installation: Installation, logger: Logger
    ) async throws(AuditError) -> MatcherFleet {
        let roster = try MatcherRoster(installation, plugins: policy.plugins)
        var specs: [WorkerSpec] = []
        for name in policy.workers { specs.append(try roster.spec(name, limits: policy.workerLimits)) }
        let canaries = try roster.canaries()
        var pools: [WorkerPool] = []
        var unavailable: [(name: String, why: String)] = []
        for spec in specs {
            do throws(AuditError) {
                pools.append(try await WorkerPool.start(spec, capacity: lanes, canaries: canaries, logger: logger))
            } catch {
                unavailable.append((spec.name, error.message))
            }
        }
        guard !pools.isEmpty else {
            throw AuditError(
                .matcherUnavailable, "no matcher can run: " + unavailable.map(\.why).joined(separator: "; "))
        }
        return MatcherFleet(pools: pools, unavailable: unavailable)
    }

    /// How far each matcher's workers are restricted, for the record of a run.
    var sandboxes: [String] { pools.map { "The workers of \($0.descriptor.name) are restricted by: \($0.sandbox)." } }

    /// Ends every worker.
    func stop() async {
        for pool in pools { await pool.stop() }
    }
}

extension Policy {
    /// The policy's limits as a worker gets them.
    var workerLimits: WorkerLimits {
        WorkerLimits(
            requestSeconds: Double(limits.requestTimeoutSeconds), memoryMiB: limits.workerMemoryMiB,
            maxPixels: limits.maxImagePixels)
    }
}
