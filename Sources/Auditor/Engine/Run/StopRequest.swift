import Synchronization

/// Asks a run to finish what is in hand and stop; may be set from any thread, also by a signal.
public final class StopRequest: Sendable {
    /// Who asks.
    public enum Cause: Equatable, Sendable {
        /// A person or the system, by a signal.
        case signal
        /// The clock: `--finish-by`, as the user wrote it.
        case finishBy(String)

        /// `stopped`, or `stopped at 06:00 (--finish-by)`: begins the sentence that says how far the command came.
        public var words: String {
            switch self {
            case .signal: "stopped"
            case .finishBy(let time): "stopped at \(time) (--finish-by)"
            }
        }
    }

    private let flag = Atomic<Bool>(false)
    private let first = Mutex<Cause?>(nil)

    /// Creates a request that has not been made.
    public init() {}

    /// Whether it has been made.
    public var isMade: Bool { flag.load(ordering: .acquiring) }

    /// Who made it; nil while nobody has.
    public var cause: Cause? { first.withLock { $0 } }

    /// Makes it. Of several causes the first stays.
    public func make(_ cause: Cause = .signal) {
        first.withLock { $0 = $0 ?? cause }
        flag.store(true, ordering: .releasing)
    }
}
