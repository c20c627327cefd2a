import ArgumentParser
import AuditCore

/// `auditor doctor`: whether tonight's run would work here, and what stands in its way.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything a run needs and say what is wrong and what to do; changes nothing.",
        discussion: """
            Prints a line for each finding: ok, not_checked, warning or problem, a stable id, what was found, what to \
            do. The worst come last. It takes no lock, so it may be used while a run is at work.
            Exit status 0 without problems, warnings or not; 78 when the configuration, the policy or the models are \
            wrong, 69 when no matcher can run, 74 when the database or the disk is unusable, 73 when the output or the \
            database cannot be created, as a run would; otherwise 1.
            """)

    @OptionGroup var database: DatabaseOption

    @Option(help: "The policy file. (default: samples/policies/default.yaml)")
    var policy: String?

    @Option(help: "A file of plugins: matchers that are programs of your own (docs/worker-protocol.md).")
    var plugins: String?

    @Option(name: .shortAndLong, help: "The folder that the report will be written to.")
    var output: String?

    @Flag(help: "Print JSON (samples/schemas/doctor.schema.json).") var json = false

    func run() async throws {
        let subject = DoctorSubject(
            database: database.database, policy: policy, plugins: plugins, output: output)
        let report = await DoctorReport.make(subject)
        Console.result(json ? try JSONOutput.text(report) : report.text)
        if report.exitStatus != .success { throw ExitCode(report.exitStatus.rawValue) }
    }
}
