import AuditCore
import Testing

@testable import AuditEngine

/// `docs/rules.md` and `docs/reasons.md` say what the code says.
@Suite struct PolicyDocumentTests {
    @Test func rulesDocumentIsUpToDate() throws {
        try GeneratedDocument(path: "docs/rules.md", text: Self.rules()).expectUpToDate()
    }

    @Test func reasonsDocumentIsUpToDate() throws {
        try GeneratedDocument(path: "docs/reasons.md", text: Self.reasons()).expectUpToDate()
    }

    private static let note = """
        <!-- Made from the code by 'RECORD=1 swift test --filter PolicyDocumentTests'; changes here are lost. -->
        """

    private static func rules() -> String {
        var lines = [
            "# Rules", "", note, "",
            """
            Every request is judged by these rules, in this order; each is one check of its decision. The worst reason \
            decides the outcome ([reasons.md](reasons.md)). In the examples, which are also the rules' tests, the \
            policy lets `alpha` decide (cosine, approve 0.5, reject 0.25) and `beta` veto (distance, approve 0.5, \
            reject 0.75), with the face limits of the default policy; the evidence is good but for what an example says.
            """, "",
            "States: `passed`, `failed`, `review`, `not_applicable`, and `not_run` with one of these causes:", "",
            "| cause of `not_run` | |", "|---|---|",
        ]
        lines += RuleFinding.Cause.allCases.map { "| `\($0.rawValue)` | \($0.meaning) |" }
        for rule in PolicyRules.builtIn {
            let descriptor = rule.descriptor
            let kinds = descriptor.kinds.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            let reasons = descriptor.reasons.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            lines += ["", "## `\(descriptor.id)`: \(descriptor.title)", "", descriptor.summary, ""]
            lines.append(
                "Applies to \(descriptor.kinds == RequestKind.allCases ? "every kind of request" : kinds). "
                    + "Reasons: \(reasons.isEmpty ? "none" : reasons).")
            lines += ["", "| example | state | reasons |", "|---|---|---|"]
            lines += rule.examples.map { example in
                let cause = example.cause.map { ", `\($0.rawValue)`" } ?? ""
                let codes = example.reasons.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                return "| \(example.title) | `\(example.state.rawValue)`\(cause) | \(codes) |"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func reasons() -> String {
        var lines = [
            "# Reasons", "", note, "",
            """
            The codes are stable. The worst severity among a request's reasons gives its outcome, in this order: \
            \(Severity.allCases.sorted(by: >).map { "`\($0.name)`" }.joined(separator: ", ")). `insufficient` stands \
            above `reject`: a mismatch on evidence too poor to judge goes to a person. A failure to process is never a \
            rejection.
            """, "",
        ]
        for severity in Severity.allCases.sorted(by: >) {
            lines += ["## `\(severity.name)`: the outcome is `\(severity.outcome.rawValue)`", ""]
            lines += ["| code | for the reviewer | for the applicant | next step |", "|---|---|---|---|"]
            for code in ReasonCode.allCases where code.definition.severity == severity {
                let texts = [code.definition.reviewer, code.definition.applicant, code.definition.nextStep]
                lines.append("| `\(code.rawValue)` | \(texts.map { $0 ?? "–" }.joined(separator: " | ")) |")
            }
            lines.append("")
        }
        return lines.joined(separator: "\n").trimmingLastNewline + "\n"
    }
}

extension String {
    fileprivate var trimmingLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
