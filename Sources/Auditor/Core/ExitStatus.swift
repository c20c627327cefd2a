/// The exit status of every command (DESIGN.md 4.1; values from 64 on are those of sysexits.h).
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Complete, no finding.
    case success = 0
    /// Complete, with findings at or above `--fail-on`, a failed gate or tamper evidence.
    case findings = 1
    /// Complete, but some requests ended in `error`.
    case partial = 3
    /// The command line is wrong.
    case usage = 64
    /// The manifest is invalid or changed while it was read, or the audit log cannot be read or was rolled back.
    case dataInvalid = 65
    /// An input file is missing or unreadable.
    case inputMissing = 66
    /// No matcher can run.
    case unavailable = 69
    /// A defect of this program.
    case internalError = 70
    /// The output cannot be created.
    case cannotCreate = 73
    /// I/O error or disk full.
    case ioError = 74
    /// Another run holds the lock, or this one was interrupted: the same command is safe to run again.
    case tryAgain = 75
    /// Policy, calibration, configuration, models or keys.
    case configuration = 78

    /// One line for `--help` and the docs.
    public var meaning: String {
        switch self {
        case .success: "complete, no finding"
        case .findings: "complete, with findings at or above --fail-on"
        case .partial: "complete, but some requests ended in error"
        case .usage: "the command line is wrong"
        case .dataInvalid: "the manifest is invalid or changed while it was read, or the log is unreadable"
        case .inputMissing: "an input file is missing"
        case .unavailable: "no matcher can run"
        case .internalError: "a defect of this program"
        case .cannotCreate: "the output cannot be created"
        case .ioError: "I/O error or disk full"
        case .tryAgain: "locked by another run, or interrupted: run the same command again"
        case .configuration: "policy, calibration, configuration, models or keys"
        }
    }
}
