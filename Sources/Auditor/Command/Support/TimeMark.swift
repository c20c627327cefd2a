import Synchronization

/// The last time that something was said.
final class TimeMark: Sendable {
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// Whether so much time has passed since the last time that this was true, or at first since the beginning.
    func hasPassed(_ time: Duration, since beginning: ContinuousClock.Instant) -> Bool {
        last.withLock { last in
            let now = ContinuousClock.now
            guard now - (last ?? beginning) >= time else { return false }
            last = now
            return true
        }
    }
}
