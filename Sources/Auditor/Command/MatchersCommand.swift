import ArgumentParser
import AuditCore
import AuditEngine
import Logging
import MatcherKit

/// `auditor matchers`: which matchers there are, and whether they work here.
struct MatchersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matchers", abstract: "List, describe or check the matchers.",
        subcommands: [List.self, Describe.self, MatchersCheckCommand.self])

    /// Where further matchers come from.
    struct Source: ParsableArguments {
        @Option(help: "A file of plugins: matchers that are programs of your own (docs/worker-protocol.md).")
        var plugins: String?

        func roster() throws(AuditError) -> MatcherRoster {
            try MatcherRoster(Installation(), plugins: try PluginsFile.read(plugins))
        }
    }

    /// `auditor matchers list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start every matcher, let it prove itself on known photos, and say whether it can be used.")

        @OptionGroup var source: Source

        func run() async throws {
            let roster = try source.roster()
            var usable = 0
            for name in roster.names {
                do throws(AuditError) {
                    let descriptor = try await MatcherProbe.describe(name, roster: roster)
                    usable += 1
                    Console.result("usable    \(name)  \(descriptor.version), \(descriptor.metric.rawValue)")
                } catch {
                    Console.result("unusable  \(name)  \(error)")
                }
            }
            guard usable > 0 else { throw AuditError(.matcherUnavailable, "no matcher can run") }
        }
    }

    /// `auditor matchers describe`.
    struct Describe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what a matcher says of itself, as JSON: version, metric, template size, model digests.")

        @Argument(help: "The matcher's name, as `auditor matchers list` prints it.")
        var name: String

        @OptionGroup var source: Source

        func run() async throws {
            let roster = try source.roster()
            guard roster.names.contains(name) else {
                throw AuditError(
                    .usage, "there is no matcher \(name); there are \(roster.names.joined(separator: ", "))")
            }
            Console.result(try JSONOutput.text(try await MatcherProbe.describe(name, roster: roster)))
        }
    }
}

/// Starts one matcher for a moment.
enum MatcherProbe {
    static func describe(_ name: String, roster: MatcherRoster) async throws(AuditError) -> MatcherDescriptor {
        let spec = try roster.spec(name, limits: WorkerLimits())
        let pool = try await WorkerPool.start(
            spec, capacity: 1, canaries: try roster.canaries(), logger: Logger(label: "auditor"))
        let descriptor = pool.descriptor
        await pool.stop()
        return descriptor
    }
}
