import CLinux
import Glibc
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Ends processes that a worker left behind in sessions of their own, where a signal to its group does not reach.
///
/// This process makes itself the subreaper, so orphans become its children; they are known by a mark in the
/// environment that a worker's descendants inherit. One that cleared its environment, and one that is dead, are known by
/// being no worker, see `ChildCensus`.
package enum OrphanReaper {
    /// The variable that marks a worker and its descendants.
    package static let variable = "AUDITOR_WORKER"

    /// Makes this process fit to have workers; once is enough, again does no harm. It becomes the new parent of orphans,
    /// and a worker that closes its input costs an error of `write`, not this process's life by SIGPIPE.
    static func prepare() {
        _ = clinux_become_subreaper()
        signal(SIGPIPE, SIG_IGN)
    }

    /// Kills and reaps the marked children that are left after their worker is gone.
    static func reap(mark: String) {
        let wanted = Array("\(variable)=\(mark)\0".utf8)
        // An orphan may have children that become ours only when it is gone: look until nothing is left.
        for _ in 0..<10 {
            let orphans = children().filter { contains(environment(of: $0), wanted) }
            guard !orphans.isEmpty else { return }
            for pid in orphans {
                kill(pid, SIGKILL)
                waitpid(pid, nil, 0)
            }
        }
    }

    /// Reaps dead orphans, and kills those that carry the mark of no living worker. Does nothing in a program that has
    /// other children.
    static func sweep() {
        // One at a time: the number of a process that another look has reaped may be someone else's by now.
        sweeping.withLock { _ in sweepOnce() }
    }

    private static let sweeping = Mutex(())

    private static func sweepOnce() {
        for _ in 0..<10 {
            guard let (pids, marks) = ChildCensus.orphans(among: children), !pids.isEmpty else { return }
            var killed = 0
            for pid in pids where waitpid(pid, nil, WNOHANG) == 0 {
                let environment = environment(of: pid)
                guard !marks.contains(where: { contains(environment, Array("\(variable)=\($0)\0".utf8)) }) else {
                    continue
                }
                kill(pid, SIGKILL)
                waitpid(pid, nil, 0)
                killed += 1
            }
            // The children of what was killed are ours now.
            guard killed > 0 else { return }
        }
    }

    /// Processes that carry a mark, whoever their parent is.
    static func survivors(mark: String) -> [pid_t] {
        let wanted = Array("\(variable)=\(mark)\0".utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { contains(environment(of: $0), wanted) }
    }

    private static func children() -> [pid_t] {
        let own = getpid()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { parent(of: $0) == own }
    }

    /// The fourth field of `/proc/PID/stat`, counted behind the program's name, which may hold anything.
    private static func parent(of pid: pid_t) -> pid_t? {
        let stat = read("/proc/\(pid)/stat")
        guard let end = stat.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = stat[(end + 1)...].split(separator: UInt8(ascii: " "))
        return fields.count > 1 ? pid_t(String(decoding: fields[1], as: UTF8.self)) : nil
    }

    private static func environment(of pid: pid_t) -> [UInt8] { read("/proc/\(pid)/environ") + [0] }

    private static func read(_ path: String) -> [UInt8] {
        (try? Data(contentsOf: URL(filePath: path))).map(Array.init) ?? []
    }

    private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { bytes[$0...].starts(with: wanted) }
    }
}
