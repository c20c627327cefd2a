import AuditTesting
import Logging
import MatcherKit
import NativeMatchers
import Testing

/// The built-in matchers must do what is asked of a plugin.
@Suite(
    .tags(.models, .slow), .enabled(if: Repository.hasModels, "needs the models: make setup"), .serialized,
    .timeLimit(.minutes(30)))
struct BuiltInConformanceTests {
    @Test(arguments: Repository.installed(BuiltInMatchers.all.map { $0.name }))
    func everyBuiltInPassesTheConformanceKit(name: String) async throws {
        let models = Repository.path(".models")
        let catalogue = try ModelCatalogue.load(path: Repository.path("models.json"))
        let bench = ConformanceBench(
            spec: WorkerSpec(
                name: name, executable: Programs.folder + "/auditor-worker", arguments: [name, "--models", models]),
            photos: try catalogue.canarySet(folder: models),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let results = await ConformanceKit.run(bench)
        #expect(results.count == ConformanceKit.checks.count)
        for result in results {
            #expect(result.verdict.word == "passed", "\(result.id): \(result.verdict.detail)")
        }
    }
}
