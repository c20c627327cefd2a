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
        guard let content = StatusFile(database: database.database).read() else {
            throw AuditError(
                .inputMissing, "no run has used this database yet", at: SourceLocation(file: database.database))
        }
        if json {
            let status = Status(running: isRunning, status: content)
            Console.result(try JSONOutput.text(status))
            return
        }
        let state = isRunning ? "running (process \(content.pid))" : "not running"
        Console.result("\(state): \(ProgressText.line(content))")
        Console.result("last change \(content.updated)")
        if !isRunning, content.progress.phase != .finished {
            Console.result("the run is unfinished: run the same command again to resume it")
        }
    }

    private struct Status: Encodable {
        var running: Bool
        var status: StatusFile.Content
        var schema = "identity-auditor/status"
        var schemaVersion = 1

        enum CodingKeys: String, CodingKey {
            case running, status, schema
            case schemaVersion = "schema_version"
        }
    }
}
