import AuditCore
import AuditEngine
import Evaluation
import Reports

extension EvaluationLab {
    /// Measures how the matchers search a gallery of the sample's subjects, and writes the folder.
    func identify(into output: String, templates: TemplateLibrary) async throws -> IdentificationRecord {
        let (sample, _, measured) = try await extract { try $0.checkDivision(of: pairs) }
        guard case .set(let read) = sample else {
            throw AuditError(.internalError, "identification was asked for without a set of subjects")
        }
        let photos = IdentificationSample(
            images: read.content.images, subject: read.content.subject,
            matchers: measured.map { .init(subject: $0.subject, templates: $0.templates) })
        let evaluator = IdentificationEvaluator(
            options: IdentificationOptions(
                fuse: options.fuse, seed: options.seed, toolVersion: options.toolVersion))
        let record: IdentificationRecord
        do {
            record = try evaluator.evaluate(
                photos, sample: sample.description(of: pairs), faceChoice: faceChoice, check: { try stop.check() })
        } catch let error as EvaluationError {
            throw AuditError(.manifestInvalid, error.message, at: SourceLocation(file: pairs))
        }
        progress.enter("writing")
        try IdentificationRenderer.render(record, templates: templates, into: output)
        return record
    }
}

/// What `auditor evaluate --identification` prints when it is done.
enum IdentificationSummary {
    static func text(_ record: IdentificationRecord, output: String) -> String {
        var lines: [String] = []
        for matcher in record.matchers {
            guard let whole = matcher.whole else { continue }
            lines.append(
                "\(matcher.name): \(whole.subjects) subjects enrolled, \(record.division.matedProbes) mated and "
                    + "\(record.division.nonMatedProbes) non-mated probes, \(record.draws) draws")
            for point in whole.identification where point.supported {
                lines.append(
                    "  FPIR \(NumberText.percent(point.fpir.value)) (asked \(NumberText.percent(point.fpirTarget))): "
                        + "FNIR \(rate(point.fnir)) at \(point.threshold)")
            }
            for point in whole.investigation where point.supported {
                lines.append("  rank \(point.rank), no threshold: FNIR \(rate(point.fnir))")
            }
        }
        return (lines + record.conclusions + ["report: \(output)/index.html"]).joined(separator: "\n")
    }

    private static func rate(_ rate: OpenSetRate) -> String {
        "\(NumberText.percent(rate.value)) [\(rate.ci95.map(NumberText.percent).joined(separator: ", "))]"
    }
}
