import ArgumentParser
import AuditCore
import AuditEngine

/// `auditor status`: how far a run is. Reads the status file and probes the lock; never touches the database.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how far the run on a database is.")

    @OptionGroup var database: DatabaseOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let isRunning = RunLock.isHeld(database: database.database)
        guard var content = StatusFile(database: database.database).read() else {
            throw AuditError(
                .inputMissing, "no run has used this database yet", at: SourceLocation(file: database.database))
        }
        if json {
            content.running = isRunning
            Console.result(try JSONOutput.text(content))
            return
        }
        let state = isRunning ? "running (process \(content.pid))" : "not running"
        Console.result("\(state): \(ProgressText.line(content))")
        Console.result("last change \(content.updated)")
        guard !isRunning, content.progress.phase != .finished else { return }
        let what = content.progress.phase == .rendering ? "the report was not written" : "the run is unfinished"
        Console.result("\(what): run the same command again")
    }
}
