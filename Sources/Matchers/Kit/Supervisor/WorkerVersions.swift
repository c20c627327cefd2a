import Subprocess
import SystemPackage

/// Asks the built-in worker program which native libraries it has, for `auditor doctor`: `auditor` itself links none.
public enum WorkerVersions {
    /// Seconds that the program has: it loads its libraries and prints four lines.
    private static let patience = Duration.seconds(20)

    /// The libraries' names and versions in the worker's order; nil when it did not start, took too long or said nothing.
    /// Call it while no worker runs: a supervisor that owns every child would take this one for an orphan.
    public static func read(worker: String) async -> [(name: String, version: String)]? {
        var environment: [Environment.Key: String] = [:]
        for (name, value) in WorkerSpec(name: "", executable: worker, arguments: []).environment {
            if let key = Environment.Key(rawValue: name) { environment[key] = value }
        }
        let custom = environment
        let text = await withTaskGroup(of: String?.self) { group in
            group.addTask {
                try? await run(
                    .path(FilePath(worker)), arguments: ["--versions"], environment: .custom(custom), input: .none,
                    output: .string(limit: 4096)
                ).standardOutput
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return nil
            }
            let first = await group.next() ?? nil
            // Cancelling ends the program.
            group.cancelAll()
            return first
        }
        let versions = (text ?? "").split(separator: "\n").compactMap { line -> (name: String, version: String)? in
            let words = line.split(separator: " ")
            return words.count == 2 ? (String(words[0]), String(words[1])) : nil
        }
        return versions.isEmpty ? nil : versions
    }
}
