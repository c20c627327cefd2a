public import ArgumentParser
public import AuditCore
public import AuditEngine
import Evaluation
import Foundation
import Logging
import MatcherKit
import Reports

/// `auditor evaluate`: the matcher lab.
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure matchers on labelled comparisons: error rates with intervals, thresholds, a comparison.",
        discussion: """
            Formats of PAIRS:
              csv       image_a,image_b,label[,group][,subject_a,subject_b][,fold]
              lfw       LFW's pairs.txt, with or without folds
              subjects  image,subject[,group]: every comparison of the set
              scores    matcher,score,label[,image_a,image_b][,group][,subject_a,subject_b]: scores of any system
            Writes evaluation.json, calibration.json, scores.csv, curves/ and index.html. Exit status 1 when a --gate \
            does not hold. With --identification: identification.json, identification.csv and index.html.
            """)

    @Argument(help: "The labelled comparisons.") var pairs: String
    @Option(name: .shortAndLong, help: "The folder; replaced only if it holds an earlier evaluation.")
    var output: String
    @Option(help: "csv|lfw|subjects|scores.") var format = PairsFormat.csv
    @Option(help: "The folder that image paths are relative to. (default: the pairs file's folder)")
    var imagesRoot: String?
    @Option(name: .customLong("matcher"), help: "Evaluate this matcher; may be repeated. (default: all)")
    var matchers: [String] = []
    @Flag(help: "Add the matcher `fused`: a logistic combination of the others.") var fuse = false
    @Flag(
        help: """
            Search a gallery instead: subjects with two or more photos are enrolled, the others are strangers (needs \
            --format subjects).
            """)
    var identification = false
    @Option(help: "largest|central. (default: central for --format lfw, else largest)") var faceChoice: FaceChoice?
    @Option(
        name: .customLong("gate"),
        help: "A claim such as 'opencv.fnmr@fmr=1e-3<=0.02'; exit 1 unless its interval supports it; may be repeated.")
    var gates: [String] = []
    @Option(
        name: .customLong("distance"),
        help: "--format scores: this matcher's scores are distances, lower is more alike; may be repeated.")
    var distances: [String] = []
    @Option(help: "The seed of the bootstrap, and of --identification's draws.") var seed: UInt64 = 1
    @Option(help: "Worker processes for each matcher. (default: cores)") var workers: Int?
    @Option(help: "A YAML file of plugins (docs/worker-protocol.md).") var plugins: String?
    @Option(help: "A folder of templates instead of the built-in ones.") var templates: String?
    @Option(help: "auto|plain|json|none.") var progress = ProgressStyle.auto
    @OptionGroup var redaction: RedactionOption
    @OptionGroup var log: LogOption

    func validate() throws {
        if let workers, !(1...256).contains(workers) {
            throw ValidationError("--workers must be from 1 to 256.")
        }
        if identification, format != .subjects {
            throw ValidationError("--identification needs --format subjects.")
        }
        // An option that would change nothing is a misunderstanding.
        if identification, !gates.isEmpty { throw ValidationError("--gate is not for --identification.") }
        guard format == .scores else {
            if !distances.isEmpty { throw ValidationError("--distance is only for --format scores.") }
            return
        }
        let unused = [
            ("--images-root", imagesRoot != nil), ("--face-choice", faceChoice != nil), ("--workers", workers != nil),
            ("--plugins", plugins != nil),
        ]
        if let option = unused.first(where: \.1)?.0 {
            throw ValidationError("\(option) is for images; --format scores reads none.")
        }
    }

    func run() async throws {
        EventLog.begin("evaluate", format: log.logFormat)
        let installation = Installation()
        let library = try TemplateLibrary(folder: templates ?? installation.templates())
        try OutputFolder.check(
            output, for: identification ? .identification : .evaluation,
            inputs: [pairs, imagesRoot, templates, plugins].compactMap { $0 })
        var claims: [GateClaim] = []
        for text in gates {
            do throws(EvaluationError) {
                claims.append(try GateClaim(text))
            } catch {
                throw AuditError(.usage, "--gate: \(error.message)")
            }
        }
        let options = EvaluationOptions(
            fuse: fuse, gates: claims, seed: seed, toolVersion: Version.current)
        let stop = StopRequest()
        let signals = StopSignals { stop.make() }
        let reporter = EvaluationProgress(progress)
        reporter.start()
        let lab = EvaluationLab(
            pairs: pairs, format: format, imagesRoot: imagesRoot ?? FilePath.folder(of: pairs), matchers: matchers,
            distances: distances,
            faceChoice: faceChoice ?? (format == .lfw ? .central : .largest),
            lanes: workers ?? ProcessInfo.processInfo.activeProcessorCount, options: options,
            installation: installation, plugins: plugins, profile: redaction.redaction, progress: reporter, stop: stop)
        let summary: String
        let holds: Bool
        do {
            if identification {
                let record = try await lab.identify(into: output, templates: library)
                summary = IdentificationSummary.text(record, output: output)
                holds = true
            } else {
                let record = try await lab.evaluate(into: output, templates: library).record
                summary = EvaluationSummary.text(record, output: output)
                holds = record.gates.allSatisfy(\.holds)
            }
            await reporter.stop()
        } catch {
            await reporter.stop()
            throw error
        }
        withExtendedLifetime(signals) {}
        EventLog.write(.info, "evaluation_finished", "evaluation written", text: nil)
        Console.result(summary)
        if !holds { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}

extension PairsFormat: ExpressibleByArgument {}
extension FaceChoice: ExpressibleByArgument {}
