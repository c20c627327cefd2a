import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Logging
import MatcherKit

/// `auditor matchers check`: the conformance kit, on any program.
struct MatchersCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Run the conformance kit on a program that speaks the worker protocol.",
        discussion: """
            Prints a line for each check: passed, failed or not_run, the check's name, what was seen. Exit status 1 when \
            any failed. Name a program with its arguments after "--", or with --plugins FILE a matcher of that file or a \
            built-in one.
            """)

    @Argument(help: "The program's path; with --plugins, or for a built-in matcher, its name.")
    var program: String

    @Argument(parsing: .postTerminator, help: "The program's arguments, after \"--\".")
    var arguments: [String] = []

    @OptionGroup var source: MatchersCommand.Source

    func run() async throws {
        let roster = try source.roster()
        let bench = ConformanceBench(
            spec: try spec(roster), photos: try roster.canaries(),
            logger: Logger(label: "auditor") { _ in SwiftLogNoOpLogHandler() })
        let width = ConformanceKit.checks.map(\.id.count).max() ?? 0
        let results = await ConformanceKit.run(bench) { result in
            let name = result.id.padding(toLength: width, withPad: " ", startingAt: 0)
            let word = result.verdict.word.padding(toLength: 7, withPad: " ", startingAt: 0)
            Console.result("\(word)  \(name)  \(result.verdict.detail)")
        }
        guard results.allSatisfy({ $0.verdict.word == "passed" }) else { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func spec(_ roster: MatcherRoster) throws(AuditError) -> WorkerSpec {
        if roster.names.contains(program) { return try roster.spec(program, limits: WorkerLimits()) }
        let path = URL(filePath: program).path(percentEncoded: false)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw AuditError(
                .inputMissing, "there is no such program, and no matcher of that name",
                at: SourceLocation(file: program))
        }
        // Whoever types a command may name files from where they are.
        let files = arguments.filter(FileManager.default.fileExists).map {
            URL(filePath: $0).path(percentEncoded: false)
        }
        return WorkerSpec(
            name: "program", executable: path, arguments: arguments, program: [],
            sandbox: roster.sandbox(reach: PluginReach(program: path, arguments: arguments, files: files)))
    }
}
