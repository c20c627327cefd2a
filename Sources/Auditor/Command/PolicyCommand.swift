import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// `auditor policy`: what a policy means, and whether it is sound.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Show what a policy means, or check it.",
        subcommands: [Show.self, Check.self])

    /// The policy that both subcommands take.
    struct Source: ParsableArguments {
        @Argument(help: "The policy file. (default: samples/policies/default.yaml)")
        var file: String?

        @Option(help: "The same, as other commands take it.")
        var policy: String?

        @Option(name: .customLong("matcher"), help: "Use only this matcher of the policy; may be repeated.")
        var matchers: [String] = []

        @Option(help: "A file of plugins: matchers that are programs of your own (docs/worker-protocol.md).")
        var plugins: String?

        func validate() throws {
            if file != nil, policy != nil { throw ValidationError("Name one policy, as FILE or with --policy.") }
        }

        func load() throws(AuditError) -> LoadedPolicy {
            try LoadedPolicy(path: file ?? policy, matchers: matchers, plugins: plugins, installation: Installation())
        }
    }

    /// `auditor policy show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print effective thresholds, limits and where they come from.")

        @OptionGroup var source: Source
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let loaded = try source.load()
            let description = PolicyDescription(loaded.policy)
            guard json else {
                Console.result(description.text)
                return
            }
            Console.result(try JSONOutput.text(description))
        }
    }

    /// `auditor policy check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a policy; exit 78 with file and line when it is not sound.")

        @OptionGroup var source: Source

        func run() throws {
            let policy = try source.load().policy
            for finding in PolicyLinter.findings(in: policy) {
                let place = finding.location.map { "\($0): " } ?? ""
                Console.error("\(place)\(finding.severity.rawValue): \(finding.message)")
            }
            for file in try Intake(policy).writableFiles {
                Console.error("\(file): warning: others can write this file of keys; run `chmod go-w` on it")
            }
            Console.result("policy \(policy.name) is sound (sha256 \(policy.sha256))")
        }
    }
}
