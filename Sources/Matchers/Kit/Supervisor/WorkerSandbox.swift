import CSandbox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who keeps a worker from what it has no need of (docs/worker-protocol.md, "Sandbox").
public enum WorkerSandbox: Equatable, Sendable {
    /// The program seals itself when it has loaded its models, as the built-in worker does.
    case ownSeal
    /// The launcher, which is the built-in worker's program, restricts itself and becomes the program: for programs that
    /// someone else has written. The permissions are `write`, `network` and `processes`; `readable` are the files, and the
    /// folders with all below them, that it can read where the kernel has Landlock.
    case launched(by: String, permissions: [String], readable: [String])
}

/// How far a process is restricted; what the kernel lacks is missing.
public struct SandboxLevel: Equatable, Sendable, CustomStringConvertible {
    /// Whether it can gain no rights by exec.
    public var noNewPrivileges: Bool
    /// The kernel's Landlock version in force; 0 is none.
    public var landlock: Int
    /// Whether a seccomp filter is in force.
    public var seccomp: Bool

    /// What this kernel offers.
    public static var available: SandboxLevel {
        SandboxLevel(
            noNewPrivileges: true, landlock: Int(sandbox_landlock_version()), seccomp: sandbox_has_seccomp() == 1)
    }

    /// Whether nothing is missing.
    public var isComplete: Bool { noNewPrivileges && landlock > 0 && seccomp }

    /// As "limits, no new privileges, Landlock 7, seccomp".
    public var description: String {
        let landlock = landlock > 0 ? "Landlock \(landlock)" : "no Landlock"
        return [
            "limits", noNewPrivileges ? "no new privileges" : "new privileges possible", landlock,
            seccomp ? "seccomp" : "no seccomp",
        ].joined(separator: ", ")
    }
}

extension SandboxLevel {
    /// What is in force for a process, by the kernel's own word in `/proc/PID/status` (proc(5)) and not by the worker's.
    /// Landlock does not show there: it comes with `NoNewPrivs`, since a program that cannot apply what the kernel has
    /// does not start.
    init(of pid: Int32) {
        let text = (try? Data(contentsOf: URL(filePath: "/proc/\(pid)/status"))) ?? Data()
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        func field(_ name: String) -> Int? {
            let line = lines.first { $0.hasPrefix(name + ":") }
            return line?.split(whereSeparator: { " \t".contains($0) }).last.flatMap { Int($0) }
        }
        noNewPrivileges = field("NoNewPrivs") == 1
        landlock = noNewPrivileges ? Int(sandbox_landlock_version()) : 0
        // Mode 2 is a filter.
        seccomp = field("Seccomp") == 2
    }
}
