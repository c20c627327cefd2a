import AuditCore
import Foundation

/// One thing that `auditor doctor` looked at.
struct Finding: Sendable {
    /// How it stands. The order is that of the output, best first.
    enum Status: String, Encodable, CaseIterable, Comparable, Sendable {
        case ok, warning, problem
        case notChecked = "not_checked"

        private var rank: Int {
            switch self {
            case .ok: 0
            case .notChecked: 1
            case .warning: 2
            case .problem: 3
            }
        }

        static func < (a: Status, b: Status) -> Bool { a.rank < b.rank }
    }

    /// Stable name, `check.what`; scripts may rely on it.
    var id: String
    /// How it stands.
    var status: Status
    /// One sentence: what was found, without personal data.
    var found: String
    /// One sentence: what to do; nil when there is nothing to do.
    var action: String?
    /// For a problem, the exit status of a command that meets it; `findings` when no command fails for it.
    var exit = ExitStatus.findings

    static func ok(_ id: String, _ found: String) -> Finding { Finding(id: id, status: .ok, found: found) }

    static func warning(_ id: String, _ found: String, do action: String) -> Finding {
        Finding(id: id, status: .warning, found: found, action: action)
    }

    static func notChecked(_ id: String, _ cause: String, do action: String? = nil) -> Finding {
        Finding(id: id, status: .notChecked, found: cause, action: action)
    }

    static func problem(_ id: String, _ found: String, do action: String, exit: ExitStatus = .findings) -> Finding {
        Finding(id: id, status: .problem, found: found, action: action, exit: exit)
    }

    /// What another command would say and exit with. Its message has what was found, then "; " and what to do.
    static func problem(_ id: String, _ error: AuditError, do action: String) -> Finding {
        let place = error.location.map { "\($0): " } ?? ""
        let message = error.message
        guard let cut = message.range(of: "; ") else {
            return problem(id, place + message, do: action, exit: error.code.exitStatus)
        }
        return problem(
            id, place + String(message[..<cut.lowerBound]), do: String(message[cut.upperBound...]),
            exit: error.code.exitStatus)
    }
}
