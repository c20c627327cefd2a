import Synchronization

/// What a replay had to read.
public final class ReplayStatistics: Sendable {
    private let opened = Atomic<Int>(0)
    private let reused = Atomic<Int>(0)
    private let asked = Atomic<Int>(0)

    /// Nothing has been read.
    public init() {}

    /// Photos that were opened.
    public var photosOpened: Int { opened.load(ordering: .relaxed) }
    /// Requests whose scores were all known.
    public var requestsReused: Int { reused.load(ordering: .relaxed) }
    /// Requests for which a matcher was asked.
    public var requestsAsked: Int { asked.load(ordering: .relaxed) }

    func open() { opened.add(1, ordering: .relaxed) }
    func count(isReused: Bool) {
        if isReused { reused.add(1, ordering: .relaxed) } else { asked.add(1, ordering: .relaxed) }
    }
}
