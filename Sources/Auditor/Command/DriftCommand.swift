import ArgumentParser
import AuditCore
import AuditEngine
import Evaluation
import Reports

/// `auditor drift`: a run's figures against those of the runs before it.
struct DriftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract:
            "Tell whether a run's scores, qualities, outcomes and reasons are what the runs before it lead to expect.",
        discussion: """
            Reads stored runs only and needs no labels. Of all nights without any change, at most one in a hundred \
            alarms; a changed policy, model or calibration is named as a cause and not called drift (docs/drift.md).
            """)

    @Argument(help: ArgumentHelp("The run's number. (default: the newest finished run)", valueName: "run"))
    var number: Int?

    @OptionGroup var database: DatabaseOption
    @Option(help: "Compare with this many finished runs before it; from ten on, nights are a sample of nights too.")
    var window = DriftWindow.defaultSize
    @Option(name: .shortAndLong, help: "Write drift.json and index.html with trends into this folder.")
    var output: String?
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Exit with status 1 when there is an alarm.") var failOnAlarm = false
    @Option(help: "A folder of templates instead of the built-in ones.") var templates: String?

    func validate() throws {
        if !(1...365).contains(window) { throw ValidationError("--window must be from 1 to 365.") }
        if templates != nil, output == nil { throw ValidationError("--templates is for --output.") }
    }

    func run() throws {
        var library: TemplateLibrary?
        if let output {
            library = try TemplateLibrary(folder: templates ?? Installation().templates())
            try OutputFolder.check(output, for: .drift, inputs: [database.database] + [templates].compactMap { $0 })
        }
        let store = try AuditStore(path: database.database, mustExist: true, master: nil)
        let record = try DriftWindow(store: store).record(run: number, window: window)
        try store.close()
        if let output, let library { try DriftRenderer.render(record, templates: library, into: output) }
        if json {
            Console.result(try JSONOutput.text(record))
        } else {
            Console.result(record.conclusions.joined(separator: "\n"))
            if let output { Console.result("report: \(output)/index.html") }
        }
        if failOnAlarm, record.alarm { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}
