import ArgumentParser
import AuditCore
import AuditEngine
import Reports

/// `auditor diff`: what is decided otherwise, and why.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say which requests two runs decide differently, and why.",
        discussion:
            "Requests are matched by their ids. Exit status 1 past --max-flips or --max-flip-rate, or when "
            + "these compare nothing; requests in one run only are listed and do not count.")

    @Argument(help: ArgumentHelp("The earlier run's number.", valueName: "run-a")) var a: Int
    @Argument(help: ArgumentHelp("The later run's number.", valueName: "run-b")) var b: Int

    @Option(name: .shortAndLong, help: "The folder for the report; replaced only if it holds an earlier one.")
    var output: String?

    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @OptionGroup var limits: FlipLimits
    @OptionGroup var redaction: RedactionOption

    @Option(help: "A folder of templates instead of the built-in ones.")
    var templates: String?

    func run() async throws {
        let library = try TemplateLibrary(folder: templates ?? Installation().templates())
        if let output {
            try OutputFolder.check(output, for: .diff, inputs: [database.database] + [templates].compactMap(\.self))
        }
        // Nothing in a difference needs the keys but digests in place of request ids.
        let store =
            redaction.redaction == .public
            ? try await keys.open(database.database, mustExist: true)
            : try AuditStore(path: database.database, mustExist: true, master: nil)
        let diff = try RunComparer.compare(try store.finishedRun(id: a), try store.finishedRun(id: b), in: store)
        let shown = try redaction.of(diff.b, in: store)
        try store.close()
        if let output { try DiffRenderer.render(diff, redaction: shown, templates: library, into: output) }
        Console.result(DiffSummary.text(diff.redacted(shown)) + (output.map { "\nreport: \($0)/index.html" } ?? ""))
        if limits.areNotHeld(by: diff) { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}

/// How many flips are too many.
struct FlipLimits: ParsableArguments {
    @Option(help: "Exit 1 when more requests than this are decided otherwise.")
    var maxFlips: Int?

    @Option(help: "Exit 1 when a larger share of the requests in both runs is decided otherwise, 0 to 1.")
    var maxFlipRate: Double?

    func validate() throws {
        if let maxFlips, maxFlips < 0 { throw ValidationError("--max-flips must be 0 or more.") }
        if let maxFlipRate, !(0...1).contains(maxFlipRate) {
            throw ValidationError("--max-flip-rate must be from 0 to 1.")
        }
    }

    /// Whether a difference is past a limit; a tie is not. A limit says nothing of runs that have no request in common, so
    /// it is not held either, and stderr says so.
    func areNotHeld(by diff: RunDiff) -> Bool {
        if maxFlips != nil || maxFlipRate != nil, diff.compared == 0, diff.new + diff.gone + diff.unkeyed > 0 {
            Console.error("auditor: no request is in both runs: a limit of flips that compared nothing is not held")
            return true
        }
        return diff.changed > maxFlips ?? .max || diff.flipRate > maxFlipRate ?? 1
    }
}
