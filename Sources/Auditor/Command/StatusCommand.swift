import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// `auditor status`: how far a run is. Reads the status file and probes the lock; never touches the database.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how far the run on a database is.")

    @OptionGroup var database: DatabaseOption
    @Flag(help: "Print JSON.") var json = false
    @Option(
        help: ArgumentHelp(
            "Exit 1 when no manifest has been decided for longer than this: 90m, 26h, 2d.", valueName: "duration"))
    var maxAge: AgeLimit?

    func run() throws {
        let isRunning = RunLock.isHeld(database: database.database)
        guard var content = StatusFile(database: database.database).read() else {
            throw AuditError(
                .inputMissing, "no run has used this database yet", at: SourceLocation(file: database.database))
        }
        let age = RunAge.seconds(content.lastFinished, now: Date())
        if json {
            content.running = isRunning
            content.ageSeconds = age
            Console.result(try JSONOutput.text(content))
        } else {
            show(content, isRunning: isRunning)
        }
        guard let maxAge, (age ?? .max) > maxAge.seconds else { return }
        Console.error("auditor: \(RunAge.words(content.lastFinished, now: Date())); --max-age is \(maxAge.text)")
        throw ExitCode(ExitStatus.findings.rawValue)
    }

    private func show(_ content: StatusFile.Content, isRunning: Bool) {
        let state = isRunning ? "running (process \(content.pid))" : "not running"
        Console.result("\(state): \(ProgressText.line(content))")
        Console.result("last change \(content.updated)")
        Console.result(RunAge.words(content.lastFinished, now: Date()))
        guard !isRunning, content.progress.phase != .finished else { return }
        if content.progress.isTrial == true {
            Console.result("the trial did not come to its end, and nothing of it was recorded")
            return
        }
        let what = content.progress.phase == .rendering ? "the report was not written" : "the run is unfinished"
        Console.result("\(what): run the same command again")
    }
}
