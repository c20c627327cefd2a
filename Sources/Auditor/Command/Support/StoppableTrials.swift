import AuditCore
import AuditEngine
import Evaluation

/// Comparisons whose reading ends when somebody asks to stop: millions of them take minutes.
struct StoppableTrials: TrialSource {
    let base: any TrialSource
    let stop: StopRequest

    var groupNames: [String] { base.groupNames }
    var hasSubjects: Bool { base.hasSubjects }
    var hasFolds: Bool { base.hasFolds }

    func forEachBlock(_ body: (TrialBlock) throws -> Void) throws {
        try base.forEachBlock { block in
            try stop.check()
            try body(block)
        }
    }

    func images(of trial: Int) -> (a: String, b: String) { base.images(of: trial) }
}

extension StopRequest {
    /// Throws `interrupted` once somebody asked to stop.
    func check() throws(AuditError) {
        if isMade { throw AuditError(.interrupted, "stopped before the evaluation was complete; nothing was written") }
    }
}
