import AuditCore
import AuditEngine
import Evaluation
import Logging
import MatcherKit
import Reports

/// Takes a truth file all the way to an evaluation's folder: photos, readings, figures.
struct DocumentLab {
    let truth: String
    let imagesRoot: String
    let languages: [String]
    let asOf: CivilDate
    let lanes: Int
    let installation: Installation
    let progress: EvaluationProgress
    let stop: StopRequest

    /// Reads every document and writes the folder.
    func evaluate(into output: String, profile: RedactionProfile) async throws -> DocumentEvaluation {
        let file = try SpecimenTruth(path: truth)
        let limits = Policy.ResourceLimits()
        let pool = try await DocumentFleet.start(
            languages: languages,
            limits: WorkerLimits(
                requestSeconds: Double(limits.requestTimeoutSeconds), memoryMiB: limits.workerMemoryMiB,
                maxPixels: limits.maxImagePixels), lanes: lanes, installation: installation,
            logger: Logger(label: "auditor"))
        progress.enter("reading", total: file.specimens.count)
        let readings: [SpecimenReader.Reading]
        do {
            readings = try await SpecimenReader(
                imagesRoot: imagesRoot, reader: pool, languages: languages, lanes: lanes, asOf: asOf
            ).read(file.specimens, stop: stop) { [progress] in progress.step() }
            await pool.stop()
        } catch {
            await pool.stop()
            throw error
        }
        let trials = zip(file.specimens, readings).map { ($0, trial(of: $0, $1)) }
        let record = DocumentEvaluation(
            DocumentEvaluation.Setting(
                toolVersion: Version.current,
                sample: DocumentEvaluation.Sample(
                    file: FilePath.name(of: truth), sha256: file.sha256, documents: file.specimens.count,
                    photos: file.specimens.reduce(0) { $0 + ($1.back == nil ? 1 : 2) }),
                reader: pool.descriptor, languages: languages, asOf: asOf, lanes: lanes),
            trials: trials.map { ($0.level, $0.kind, $1) })
        let lines = trials.flatMap { specimen, trial in
            DocumentEvaluationLine.all(
                of: trial, document: specimen.document, level: specimen.level, kind: specimen.kind)
        }
        progress.enter("writing")
        try DocumentEvaluationRenderer.render(record, lines: lines, profile: profile, into: output)
        return record
    }

    private func trial(of specimen: SpecimenTruth.Specimen, _ reading: SpecimenReader.Reading) -> DocumentTrial {
        var trial = DocumentTrial(
            printedLines: specimen.lines, mrz: reading.document.mrz, seconds: reading.seconds, asOf: asOf)
        trial.print.printed = specimen.fields
        trial.print.read = reading.document.text
        trial.printedBarcode = specimen.barcode
        trial.barcodes = reading.document.barcodes.map(\.text)
        return trial
    }
}
