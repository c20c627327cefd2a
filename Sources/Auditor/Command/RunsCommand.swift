import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// `auditor runs`: the runs of a database.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List, show and compare the runs of a database.",
        subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsCompareCommand.self],
        defaultSubcommand: RunsListCommand.self)
}

/// `auditor runs show`: one run.
struct RunsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a run's facts, outcomes, reasons and matchers.")

    @Argument(help: ArgumentHelp("The run's number.", valueName: "run")) var number: Int
    @OptionGroup var database: DatabaseOption
    @Flag(help: "Print JSON (samples/schemas/run.schema.json).") var json = false

    func run() throws { try RunsShowCommand.show([number], database: database.database, json: json) }

    /// Prints runs side by side.
    static func show(_ numbers: [Int], database: String, json: Bool) throws {
        let store = try AuditStore(path: database, mustExist: true, master: nil)
        let runs = try numbers.map { try RunFacts(store.existingRun(id: $0), store: store) }
        try store.close()
        Console.result(json ? try JSONOutput.text(RunFacts.Document(runs: runs)) : RunFactsText.table(runs))
    }
}

/// `auditor runs compare`: two runs side by side. `auditor diff` tells which requests differ and why.
struct RunsCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Show two runs side by side.")

    @Argument(help: "One run's number.") var runA: Int
    @Argument(help: "Another one's.") var runB: Int
    @OptionGroup var database: DatabaseOption
    @Flag(help: "Print JSON (samples/schemas/run.schema.json).") var json = false

    func run() throws { try RunsShowCommand.show([runA, runB], database: database.database, json: json) }
}

/// `auditor runs list`, which is also `auditor runs`: oldest first.
struct RunsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the runs, oldest first (default).")

    @OptionGroup var database: DatabaseOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let store = try AuditStore(path: database.database, mustExist: true, master: nil)
        let newest = try store.newestNight()
        let runs = try store.runs().map { Line(run: $0, counts: try store.counts(run: $0.id)) }
        try store.close()
        if json {
            Console.result(try JSONOutput.text(Listing(runs: runs)))
            return
        }
        for line in runs {
            let counts = Outcome.allCases.map { "\($0.rawValue) \(line.counts[$0.rawValue, default: 0])" }
            let state = line.state.padding(toLength: 10, withPad: " ", startingAt: 0)
            let again = line.decidesAgain.map { "  decides again run " + $0.map(String.init).joined(separator: ", ") }
            Console.result(
                "\(line.id)  \(line.started)  \(state)  \(line.manifest)  \(counts.joined(separator: "  "))\(again ?? "")"
            )
        }
        // Apart from the list, whose lines are runs.
        Console.error(RunAge.words(newest.flatMap { StatusFile.LastFinished($0) }, now: Date()))
    }

    private struct Listing: Encodable {
        var schema = "identity-auditor/runs"
        var schemaVersion = 1
        var runs: [Line]

        enum CodingKeys: String, CodingKey {
            case schema, runs
            case schemaVersion = "schema_version"
        }
    }

    private struct Line: Encodable {
        var id: Int
        var key: String
        var state: String
        var manifest: String
        var policy: String
        var asOf: String
        var rows: Int
        var counts: [String: Int]
        var decidesAgain: [Int]?
        var started: String
        var finished: String?

        init(run: RunRecord, counts: [Outcome: Int]) {
            id = run.id
            key = run.key
            state = run.state.rawValue
            manifest = run.manifestName
            policy = run.policyName
            asOf = run.asOf
            rows = run.rows
            self.counts = Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
            decidesAgain = run.replay?.sources
            started = run.started
            finished = run.finished
        }

        enum CodingKeys: String, CodingKey {
            case id, key, state, manifest, policy, rows, counts, started, finished
            case asOf = "as_of"
            case decidesAgain = "decides_again"
        }
    }
}
