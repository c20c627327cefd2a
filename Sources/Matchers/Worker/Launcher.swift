import CSandbox
import Glibc
import MatcherKit

/// Becomes a plugin's program after having given up what a plugin has no need of.
enum Launcher {
    private static let permissions = [
        "write": sandbox_may_write, "network": sandbox_may_connect, "processes": sandbox_may_fork,
    ]

    /// Restricts this process and executes the command.
    /// - Parameters:
    ///   - list: Permissions: `none`, or names with commas between them.
    ///   - words: The number of paths that may be read, the paths, the program and its arguments.
    /// - Returns: Only when it failed: why.
    static func become(permissions list: String, _ words: [String]) -> String {
        guard let count = words.first.flatMap({ Int($0) }), count >= 0, count <= words.count - 2 else {
            return "expected the number of readable paths, the paths and a program"
        }
        let (readable, command) = (words[1...count], Array(words[(count + 1)...]))
        var granted: UInt32 = 0
        for name in list == "none" ? [] : list.split(separator: ",").map(String.init) {
            guard let permission = permissions[name] else { return "there is no permission \(name)" }
            granted |= permission.rawValue
        }
        guard sandbox_end_with_parent(OrphanReaper.variable) == 0 else {
            return "its guard cannot be started: \(String(cString: strerror(errno)))"
        }
        guard restrict(to: Array(readable), granted) == 0 else {
            return "the sandbox was refused: \(String(cString: strerror(errno)))"
        }
        let arguments = command.map { strdup($0) } + [nil]
        execv(command[0], arguments)
        return "\(command[0]) cannot be executed: \(String(cString: strerror(errno)))"
    }

    private static func restrict(to readable: [String], _ granted: UInt32) -> Int32 {
        let paths = readable.map { UnsafePointer(strdup($0)) } + [nil]
        return sandbox_restrict(Int32(granted), paths)
    }
}
