import AuditCore
import Synchronization

/// How far a run is: written by the run, read by whoever shows it.
public final class RunProgress: Sendable {
    /// One reading of a run's progress.
    public struct Snapshot: Codable, Equatable, Sendable {
        /// What the run is doing.
        public var phase: Phase = .starting
        /// The run's number, once it has one.
        public var run: Int?
        /// Whether the run is only tried, so that nothing of it is kept; nil for one that is.
        public var isTrial: Bool?
        /// Rows of the manifest.
        public var rows = 0
        /// Rows that are decided and committed, those of an earlier start included.
        public var decided = 0
        /// Rows that were decided by an earlier start of the same run.
        public var resumedFrom = 0
        /// Decided rows by outcome.
        public var counts: [String: Int] = [:]

        enum CodingKeys: String, CodingKey {
            case phase, run, rows, decided, counts
            case isTrial = "trial"
            case resumedFrom = "resumed_from"
        }
    }

    /// What a run is doing.
    public enum Phase: String, Codable, Sendable {
        case starting, checking, deciding, rendering, finished, interrupted, failed
    }

    /// What the run measures of itself.
    public let meter = RunMeter()
    private let state = Mutex(Snapshot())

    /// Creates the progress of a run that has not begun.
    public init() {}

    /// The present reading.
    public var snapshot: Snapshot { state.withLock { $0 } }

    /// Changes the reading.
    public func update(_ body: (inout Snapshot) -> Void) { state.withLock { body(&$0) } }

    func count(_ rows: [DecidedRow]) {
        update { snapshot in
            snapshot.decided += rows.count
            for row in rows { snapshot.counts[row.record.outcome.rawValue, default: 0] += 1 }
        }
    }
}
