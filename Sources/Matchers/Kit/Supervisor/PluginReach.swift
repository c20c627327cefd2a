import Foundation
import Glibc

/// What a plugin can read: a short list instead of all that the auditor's user can (docs/worker-protocol.md, "Sandbox").
///
/// Landlock knows no exceptions: of a folder that is listed everything below can be read, and it hides contents and lists
/// of names, not whether a path exists.
public struct PluginReach: Equatable, Sendable {
    /// Files, and folders with all below them, that can be read; what does not exist is passed over.
    public let paths: [String]

    /// What programs and their libraries look at on any machine: the system's programs, the linker's cache, time zones,
    /// names of hosts and certificates, the machine's processors and memory, and nothing that a user has written.
    public static let system = [
        "/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
        "/etc/localtime", "/etc/timezone", "/etc/ssl", "/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf",
        "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", "/proc/sys/kernel",
        "/proc/sys/vm", "/sys/devices/system/cpu", "/sys/devices/system/node", "/dev/urandom", "/dev/random",
        "/dev/zero",
    ]

    /// The reach of a program.
    /// - Parameters:
    ///   - program: Its absolute path. Of `P/bin/program`, and of what that links to, the libraries in `P/lib` and
    ///     `P/lib64` and an interpreter's `P/pyvenv.cfg`, with the libraries of the `home` that this names, are its own.
    ///   - arguments: Those that are absolute paths name what it needs.
    ///   - files: The files that are held against digests.
    ///   - read: What its settings add.
    public init(program: String, arguments: [String], files: [String] = [], read: [String] = []) {
        let own = [program, Self.resolved(program)].flatMap { path in [path] + Self.libraries(of: path) }
        var seen: Set<String> = []
        let named = arguments.filter { $0.hasPrefix("/") && $0.utf8.count > 1 }
        paths = (Self.system + own + named + files + read).filter { seen.insert($0).inserted }
    }

    /// Whether a file at this path, which need not exist yet, can be read.
    public func covers(_ file: String) -> Bool {
        let target = Self.resolved(file)
        return paths.contains { path in
            let top = Self.resolved(path)
            return target == top || target.hasPrefix(top.hasSuffix("/") ? top : top + "/")
        }
    }

    private static func libraries(of program: String) -> [String] {
        let folder = parent(program)
        guard folder.hasSuffix("/bin") else { return [] }
        let prefix = parent(folder) == "/" ? "" : parent(folder)
        let own = ["lib", "lib64", "pyvenv.cfg"].map { prefix + "/" + $0 }
        // A Python environment whose interpreter is a copy says where that one's own library is (PEP 405).
        let settings = (try? String(contentsOf: URL(filePath: prefix + "/pyvenv.cfg"), encoding: .utf8)) ?? ""
        let homes = settings.split(separator: "\n").compactMap { line -> String? in
            let words = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            return words.count == 2 && words[0] == "home" && words[1].hasPrefix("/") ? words[1] : nil
        }
        return own
            + homes.filter { $0.hasSuffix("/bin") && $0 != folder }.flatMap { home in
                ["lib", "lib64"].map { (parent(home) == "/" ? "" : parent(home)) + "/" + $0 }
            }
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Without symbolic links; of a path that does not exist, its folder's resolved path and its name.
    private static func resolved(_ path: String) -> String {
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        guard path.hasPrefix("/"), path.utf8.count > 1, let slash = path.lastIndex(of: "/") else { return path }
        let folder = resolved(parent(path))
        return (folder == "/" ? "" : folder) + path[slash...]
    }
}
