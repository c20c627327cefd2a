import AuditCore
import AuditEngine
import CLinux
import Foundation

/// Whether today is today: expiry dates, ages and the order of runs hang on the clock.
struct ClockCheck: DoctorCheck {
    let name = "clock"

    /// The year that this version is from; no clock that is right shows an earlier one.
    static let firstYear = 2026
    /// Days after the newest run from which on the clock, or the schedule, is doubted.
    static let warningDays = 31.0
    /// Seconds that a clock may have been set back since the newest run.
    static let tolerance = 3600.0

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        [year(subject.now), newestRun(subject), synchronisation()]
    }

    private func year(_ now: Date) -> Finding {
        let text = UTCTime.text(now)
        guard let year = Int(text.prefix(4)), year >= Self.firstYear else {
            return .problem(
                "clock.year", "the clock shows \(text), before this version was made", do: "set the clock")
        }
        return .ok("clock.year", "the clock shows \(text)")
    }

    private func newestRun(_ subject: DoctorSubject) -> Finding {
        let id = "clock.newest_run"
        let newest: Date
        switch subject.store {
        case .absent: return .ok(id, "there is no run to hold the clock against")
        case .busy: return .notChecked(id, "a process is at work on the database")
        case .notClosed, .unusable: return .notChecked(id, "the database was not read")
        case .readable(let probe):
            guard let date = probe.newest else { return .ok(id, "there is no run to hold the clock against") }
            newest = date
        }
        let seconds = subject.now.timeIntervalSince(newest)
        let text = UTCTime.text(newest)
        if seconds < -Self.tolerance {
            return .problem(
                id, "the newest run is from \(text), which is in the future",
                do: "set the clock; if it was wrong that night, decide again with the right --as-of")
        }
        if seconds > Self.warningDays * 86_400 {
            return .warning(
                id, "the newest run is from \(text), \(Int(seconds / 86_400)) days ago",
                do: "check the clock, and whether the nightly job still runs")
        }
        return .ok(id, "the newest run is from \(text)")
    }

    private func synchronisation() -> Finding {
        let id = "clock.synchronised"
        switch clinux_clock_is_synchronised() {
        case 1: return .ok(id, "a time service keeps the clock")
        case 0:
            return .warning(
                id, "the kernel knows of no time service that keeps the clock",
                do: "run chrony or systemd-timesyncd, or the host's if this is a container")
        default: return .notChecked(id, "adjtimex is not available here: \(String(cString: strerror(errno)))")
        }
    }
}
