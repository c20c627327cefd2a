import ArgumentParser
import AuditCore
import Glibc
import Logging
import MatcherKit

/// Parses, runs one subcommand, and maps what happens to an exit status (DESIGN.md 4.1).
@main
struct Main {
    static func main() async {
        // A worker or a reader of our output may close its end; that is an error of write, not a reason to die.
        signal(SIGPIPE, SIG_IGN)
        // What workers leave behind is found by being no worker.
        ChildCensus.ownEveryChild()
        // swift-log's own default is stdout, which belongs to results.
        LoggingSystem.bootstrap { EventLogHandler(label: $0) }
        do {
            var command = try AuditorCommand.parseAsRoot()
            do {
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch let status as ExitCode {
                try Console.checkResults()
                throw status
            }
            try Console.checkResults()
        } catch let error as AuditError {
            EventLog.failure(error)
            exit(error.code.exitStatus.rawValue)
        } catch {
            AuditorCommand.exit(withError: error)
        }
    }
}

/// The root command.
struct AuditorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auditor",
        abstract: "Audits identity verification requests in batches, and can show why it decided as it did.",
        discussion: "Exit status:\n"
            + ExitStatus.allCases.map { "  \($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n"),
        version: Version.current,
        subcommands: [
            RunCommand.self, RerunCommand.self, DiffCommand.self, UpgradeCommand.self, DriftCommand.self,
            CompareCommand.self, DocumentCommand.self, EnrolCommand.self, VerifyCommand.self, IdentifyCommand.self,
            SubjectsCommand.self,
            DuplicatesCommand.self, ListsCommand.self,
            EvaluateCommand.self, EvaluateDocumentsCommand.self, ReportCommand.self, RunsCommand.self, LogCommand.self,
            EraseCommand.self, RetainCommand.self,
            KeysCommand.self, StatusCommand.self,
            DoctorCommand.self,
            MatchersCommand.self, PolicyCommand.self, ModelsCommand.self,
        ])
}
