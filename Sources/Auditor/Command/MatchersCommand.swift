import ArgumentParser
import AuditCore
import AuditEngine
import Logging
import MatcherKit

/// `auditor matchers`: which matchers there are, and whether they work here.
struct MatchersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matchers", abstract: "List or describe the matchers.", subcommands: [List.self, Describe.self])

    /// `auditor matchers list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start every matcher, let it prove itself on known photos, and say whether it can be used.")

        func run() async throws {
            let installation = Installation()
            var usable = 0
            for name in try installation.catalogue().matcherNames {
                do throws(AuditError) {
                    let descriptor = try await MatcherProbe.describe(name, installation: installation)
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

        func run() async throws {
            let installation = Installation()
            let known = try installation.catalogue().matcherNames
            guard known.contains(name) else {
                throw AuditError(
                    .usage, "there is no matcher \(name); there are \(known.joined(separator: ", "))")
            }
            Console.result(try JSONOutput.text(try await MatcherProbe.describe(name, installation: installation)))
        }
    }
}

/// Starts one matcher for a moment.
enum MatcherProbe {
    static func describe(_ name: String, installation: Installation) async throws(AuditError) -> MatcherDescriptor {
        let catalogue = try installation.catalogue()
        let models = try installation.modelsFolder()
        try catalogue.check(usedBy: name, folder: models)
        let spec = WorkerSpec(
            name: name, executable: try installation.worker(), arguments: [name, "--models", models])
        let pool = try await WorkerPool.start(
            spec, capacity: 1, canaries: try catalogue.canarySet(folder: models), logger: Logger(label: "auditor"))
        let descriptor = pool.descriptor
        await pool.stop()
        return descriptor
    }
}
