import CSandbox
import Glibc
import MatcherKit

/// Becomes a plugin's program after having given up what a plugin has no need of.
enum Launcher {
    private static let permissions = [
        "write": sandbox_may_write, "network": sandbox_may_connect, "processes": sandbox_may_fork,
    ]

    /// Restricts this process and executes the command.
    /// - Parameter permissions: `none`, or names with commas between them.
    /// - Returns: Only when it failed: why.
    static func become(_ command: [String], permissions list: String) -> String {
        var granted: UInt32 = 0
        for name in list == "none" ? [] : list.split(separator: ",").map(String.init) {
            guard let permission = permissions[name] else { return "there is no permission \(name)" }
            granted |= permission.rawValue
        }
        guard sandbox_end_with_parent(OrphanReaper.variable) == 0 else {
            return "its guard cannot be started: \(String(cString: strerror(errno)))"
        }
        guard sandbox_restrict(Int32(granted)) == 0 else {
            return "the sandbox was refused: \(String(cString: strerror(errno)))"
        }
        let arguments = command.map { strdup($0) } + [nil]
        execv(command[0], arguments)
        return "\(command[0]) cannot be executed: \(String(cString: strerror(errno)))"
    }
}
