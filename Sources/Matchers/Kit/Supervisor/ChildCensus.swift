import Glibc
import Synchronization

/// Knows which children of this process are workers, so that every other one can be told to be what a worker left behind.
///
/// The mark in the environment finds what a worker forgot. A descendant that cleared its environment has no mark, and one
/// that has ended has no environment: these are found only by not being anyone else's, which holds in a program that
/// starts nothing but workers. `auditor` is one; a test process is not.
public enum ChildCensus {
    private struct State {
        var isExclusive = false
        var workers: Set<pid_t> = []
        var marks: Set<String> = []
        var starting = 0
        var begun = 0
        var calls = 0
    }

    private static let state = Mutex(State())

    /// Answers between two looks for dead orphans: a look reads `/proc`, which takes some milliseconds.
    private static let interval = 100

    /// Declares that this program has no children but workers and what they leave behind.
    public static func ownEveryChild() { state.withLock { $0.isExclusive = true } }

    /// A worker is about to be spawned: until it is known, no unknown child may be touched.
    static func begin() {
        state.withLock {
            $0.starting += 1
            $0.begun += 1
        }
    }

    /// The spawned worker, or nil when there is none.
    static func end(_ worker: (pid: pid_t, mark: String)?) {
        state.withLock {
            $0.starting -= 1
            guard let worker else { return }
            $0.workers.insert(worker.pid)
            $0.marks.insert(worker.mark)
        }
    }

    /// A worker has been reaped.
    static func remove(pid: pid_t, mark: String) {
        state.withLock {
            $0.workers.remove(pid)
            $0.marks.remove(mark)
        }
    }

    /// Whether it is time to look for dead orphans; counts the calls.
    static func isDue() -> Bool {
        state.withLock {
            $0.calls += 1
            return $0.isExclusive && $0.calls.isMultiple(of: interval)
        }
    }

    /// The children among `children()` that are no workers, with the marks of the workers that live; nil when that
    /// cannot be told now: this program has other children, or a worker is being spawned.
    static func orphans(among children: () -> [pid_t]) -> (pids: [pid_t], liveMarks: Set<String>)? {
        let before = state.withLock { $0.isExclusive && $0.starting == 0 ? $0.begun : nil }
        guard let before else { return nil }
        let found = children()
        return state.withLock { state in
            // What was spawned after the first look is not among what was found before this one only if none was.
            guard state.starting == 0, state.begun == before else { return nil }
            return (found.filter { !state.workers.contains($0) }, state.marks)
        }
    }
}
