import ArgumentParser
import AuditCore
import AuditEngine
import Reports

/// `auditor report`: renders a finished run again, from the database alone.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Render a finished run again, from the database alone, byte for byte.")

    @Argument(help: ArgumentHelp("The run's number, as `auditor runs` lists it.", valueName: "run"))
    var number: Int?

    @Flag(help: "The newest finished run instead of a number.")
    var latest = false

    @Option(name: .shortAndLong, help: "The report's folder; replaced only if it holds an earlier report.")
    var output: String

    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @OptionGroup var redaction: RedactionOption

    @Option(help: "A folder of templates instead of the built-in ones.")
    var templates: String?

    func validate() throws {
        guard (number == nil) == latest else { throw ValidationError("Name a run's number, or --latest.") }
    }

    func run() async throws {
        let library = try TemplateLibrary(folder: templates ?? Installation().templates())
        try OutputFolder.check(output, inputs: [database.database] + (templates.map { [$0] } ?? []))
        let store = try await keys.open(database.database, mustExist: true)
        let record = try store.finishedRun(id: number)
        try store.checkLogged([record])
        try RunReport.write(record, of: store, redaction, templates: library, into: output)
        try store.close()
        if latest { Console.result("run \(record.id)") }
        Console.result("report: \(output)/index.html")
    }
}
