import Synchronization

/// Asks a run to finish what is in hand and stop; may be set from any thread, also by a signal.
public final class StopRequest: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Creates a request that has not been made.
    public init() {}

    /// Whether it has been made.
    public var isMade: Bool { flag.load(ordering: .acquiring) }

    /// Makes it.
    public func make() { flag.store(true, ordering: .releasing) }
}
