import ArgumentParser
import AuditCore
import AuditEngine
import Evaluation
import Foundation
import Logging
import MatcherKit
import Reports

/// `auditor evaluate-documents`: how well documents are read whose print is known.
struct EvaluateDocumentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate-documents",
        abstract: "Measure how documents are read of which it is known what is printed on them.",
        discussion: """
            TRUTH is the truth.csv of `make specimens`, or one like it: file,document,side,kind,level and, as far as \
            there are such, mrz_1,mrz_2,mrz_3,surname,given_names,date_of_birth,sex,document_number,expiry,issuing_state,\
            nationality,personal_number,barcode.
            Writes document-evaluation.json and documents.csv, which says what is printed and what was read only under \
            --redaction auditor. Exit status 1 when a field that check digits prove is wrong.
            """)

    @Argument(help: "The documents with what is printed on them.") var truth: String
    @Option(name: .shortAndLong, help: "The folder; replaced only if it holds an earlier evaluation of documents.")
    var output: String
    @Option(help: "The folder that photos are relative to. (default: the truth file's folder)") var imagesRoot: String?
    @Option(help: "The date that stands for today, YYYY-MM-DD. (default: today in UTC)") var asOf: AsOfDate?
    @Option(help: "Documents that are read at the same time. (default: cores)") var workers: Int?
    @Option(help: "auto|plain|json|none.") var progress = ProgressStyle.auto
    @OptionGroup var languages: LanguagesOption
    @OptionGroup var redaction: RedactionOption
    @OptionGroup var log: LogOption

    func validate() throws {
        if let workers, !(1...256).contains(workers) { throw ValidationError("--workers must be from 1 to 256.") }
    }

    func run() async throws {
        EventLog.begin("evaluate-documents", format: log.logFormat)
        try OutputFolder.check(output, for: .documentEvaluation, inputs: [truth, imagesRoot].compactMap { $0 })
        let stop = StopRequest()
        let signals = StopSignals { stop.make() }
        let reporter = EvaluationProgress(progress)
        reporter.start()
        let lab = DocumentLab(
            truth: truth, imagesRoot: imagesRoot ?? FilePath.folder(of: truth), languages: languages.names,
            asOf: asOf.flatMap { CivilDate($0.text) } ?? UTCTime.today,
            lanes: workers ?? ProcessInfo.processInfo.activeProcessorCount, installation: Installation(),
            progress: reporter, stop: stop)
        let record: DocumentEvaluation
        do {
            record = try await lab.evaluate(into: output, profile: redaction.redaction)
            await reporter.stop()
        } catch {
            await reporter.stop()
            throw error
        }
        withExtendedLifetime(signals) {}
        EventLog.write(.info, "evaluation_finished", "evaluation written", text: nil)
        Console.result(DocumentEvaluationText.text(record) + "\nfigures: \(output)/document-evaluation.json")
        let areProvenRight = record.groups.allSatisfy { $0.rates.provenRight.count == $0.rates.provenRight.of }
        if !areProvenRight { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}
