import AuditCore
import AuditEngine
import Glibc

/// Whether the database can be used: by whom it is used now, how its last run ended, and whether it is ours.
struct DatabaseCheck: DoctorCheck {
    let name = "database"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        [lock(subject), contents(subject), status(subject)]
    }

    private func lock(_ subject: DoctorSubject) -> Finding {
        guard case .busy = subject.store else {
            let file = subject.database + ".lock"
            // Without the right to open it nothing is known of it.
            guard access(file, F_OK) != 0 || access(file, R_OK | W_OK) == 0 else {
                return .notChecked(
                    "database.lock", "this user cannot open \(file)",
                    do: "run every command as the user who runs the nightly audit")
            }
            return .ok("database.lock", "no run is at work on \(subject.database)")
        }
        return .warning(
            "database.lock", "a process is at work on \(subject.database), so any other command exits 75",
            do: "wait for it; `auditor status` shows how far it is")
    }

    private func contents(_ subject: DoctorSubject) -> Finding {
        switch subject.store {
        case .absent: .ok("database.contents", "there is no database yet; the first run makes it")
        case .busy: .notChecked("database.contents", "a process is at work on it")
        case .notClosed:
            .warning(
                "database.contents",
                "the last process did not close \(subject.database), and what it holds was not read",
                do: "run the same command again, which recovers what was committed; keep the -wal file beside it")
        case .unusable(let error):
            .problem("database.contents", error, do: "restore it from a copy, or name another one with --database")
        case .readable(let probe):
            probe.unfinished == 0
                ? .ok("database.contents", "\(probe.runs) runs, none unfinished")
                : .warning(
                    "database.contents", "\(probe.runs) runs, \(probe.unfinished) unfinished",
                    do: "run the same command again to resume; `auditor runs` lists them")
        }
    }

    private func status(_ subject: DoctorSubject) -> Finding {
        let file = StatusFile(database: subject.database)
        guard let content = file.read() else {
            return .ok("database.status", "\(file.path) says nothing: no run has used this database yet")
        }
        if case .busy = subject.store {
            return .ok("database.status", "\(ProgressText.line(content)), last change \(content.updated)")
        }
        switch content.progress.phase {
        case _ where content.progress.isTrial == true:
            return .ok(
                "database.status", "the last command was a trial, at \(content.updated); nothing of it was recorded")
        case .finished:
            return .ok("database.status", "the last command finished at \(content.updated)")
        case .rendering:
            return .warning(
                "database.status", "the last command ended at \(content.updated) before its report was written",
                do: "run the same command again, or render it with `auditor report`")
        default:
            return .warning(
                "database.status",
                "the last command ended at \(content.updated) while \(content.progress.phase.rawValue)",
                do: "run the same command again to resume")
        }
    }
}
