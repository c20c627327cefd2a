import AuditCore
import Evaluation
import FoundationEssentials

/// `evaluation.json` and `calibration.json`: pretty, `schema` and `schema_version` first, all other keys sorted, the
/// shortest numbers that read back as the same double. `samples/schemas` describes both.
enum EvaluationJSON {
    /// The first bytes of `evaluation.json`, by which `OutputFolder` knows an evaluation of ours: never change them.
    static let signature = "{\n  \"schema\" : \"identity-auditor/evaluation\","

    static func text(_ record: EvaluationRecord) throws(AuditError) -> String {
        try text(record, schema: record.schema, version: record.schemaVersion)
    }

    static func text(_ calibration: Calibration) throws(AuditError) -> String {
        try text(calibration, schema: calibration.schema, version: calibration.schemaVersion)
    }

    /// Any record with these two fields, laid out the same way.
    static func text(
        _ value: some Encodable, schema: String, version: Int
    ) throws(AuditError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let text: String
        do {
            text = String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            // The encoder refuses exactly the numbers that JSON cannot say.
            throw AuditError(.internalError, "a figure of the evaluation is not a finite number")
        }
        // Quotes inside strings are escaped and nested keys are indented deeper: these two lines occur once.
        let heading = "\n  \"schema\" : \"\(schema)\",\n  \"schema_version\" : \(version),"
        guard let range = text.firstRange(of: heading) else {
            throw AuditError(.internalError, "the evaluation does not say its schema")
        }
        return "{" + heading + text[..<range.lowerBound].dropFirst() + text[range.upperBound...] + "\n"
    }
}
