import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// `auditor runs`: the runs of a database, oldest first.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs of a database, oldest first.")

    @OptionGroup var database: DatabaseOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let store = try AuditStore(path: database.database, mustExist: true)
        let newest = try store.newestFinishedRun()
        let runs = try store.runs().map { Line(run: $0, counts: try store.counts(run: $0.id)) }
        try store.close()
        if json {
            Console.result(try JSONOutput.text(Listing(runs: runs)))
            return
        }
        for line in runs {
            let counts = Outcome.allCases.map { "\($0.rawValue) \(line.counts[$0.rawValue, default: 0])" }
            let state = line.state.padding(toLength: 10, withPad: " ", startingAt: 0)
            Console.result("\(line.id)  \(line.started)  \(state)  \(line.manifest)  \(counts.joined(separator: "  "))")
        }
        // Apart from the list, whose lines are runs.
        Console.error(RunAge.words(.latest(stored: newest, noted: nil), now: Date()))
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
            started = run.started
            finished = run.finished
        }

        enum CodingKeys: String, CodingKey {
            case id, key, state, manifest, policy, rows, counts, started, finished
            case asOf = "as_of"
        }
    }
}
