import AuditCore
import AuditEngine

/// What `auditor enrol`, `verify` and `identify` print about one photo, as text and as JSON; the JSON is a public format.
struct GalleryOutput: Encodable {
    let schema = "identity-auditor/gallery"
    let schemaVersion = 1
    let kind: String
    let outcome: Outcome
    let enrolled: Bool
    let subjectID: String?
    let confidence: Double?
    let candidates: [Candidate]
    let search: Search?
    let comparisons: [ComparisonOutput.Score]
    let reasons: [ComparisonOutput.Explained]
    let checks: [CheckResult]
    let policy: ComparisonOutput.PolicyName

    struct Candidate: Encodable {
        let rank: Int
        let subject: Int64
        let subjectID: String?
        let scores: [String: Double]
        let confidence: Double?

        enum CodingKeys: String, CodingKey {
            case rank, subject, scores, confidence
            case subjectID = "subject_id"
        }
    }

    struct Search: Encodable {
        let matcher: String
        let subjects: Int
        let templates: Int
        let threshold: Double
        let basis: String
        let expectedFalseAlerts: Double?

        enum CodingKeys: String, CodingKey {
            case matcher, subjects, templates, threshold, basis
            case expectedFalseAlerts = "expected_false_alerts"
        }
    }

    enum CodingKeys: String, CodingKey {
        case schema, kind, outcome, enrolled, confidence, candidates, search, comparisons, reasons, checks, policy
        case schemaVersion = "schema_version"
        case subjectID = "subject_id"
    }

    /// - Parameter subjects: Who a number is.
    init(
        _ answer: OneShotGallery.Answer, policy: Policy, subjects: (Int64) throws -> String?
    ) rethrows {
        let record = answer.record
        kind = record.kind
        outcome = record.outcome
        enrolled = answer.enrolment != nil
        subjectID = record.subjectID.isEmpty ? nil : record.subjectID
        confidence = record.confidence
        candidates = try (record.gallery?.candidates ?? []).map {
            Candidate(
                rank: $0.rank, subject: $0.subject, subjectID: try subjects($0.subject), scores: $0.scores,
                confidence: $0.confidence)
        }
        search = SearchFacts(record.gallery, policy: policy).map {
            Search(
                matcher: $0.matcher, subjects: record.gallery?.subjects ?? 0, templates: $0.templates,
                threshold: $0.threshold.value, basis: $0.threshold.basis.rawValue,
                expectedFalseAlerts: $0.expectedFalseAlerts)
        }
        let comparison = ComparisonOutput(record, policy: policy)
        comparisons = comparison.comparisons
        reasons = comparison.reasons
        checks = record.checks
        self.policy = comparison.policy
    }

    /// The same for a person.
    var text: String {
        let subject = subjectID.map { ", subject \($0)" } ?? ""
        var lines = ["\(kind): \(outcome.rawValue)\(subject)  (policy \(policy.name))"]
        if kind == RequestKind.enrol.rawValue { lines[0] += enrolled ? ": enrolled" : ": nothing was added" }
        if let confidence {
            lines.append(
                "similarity: \(NumberText.fixed(confidence, digits: 2)) % "
                    + "(calibrated confidence that it is the same person, at even odds beforehand)")
        }
        lines += candidates.map { candidate in
            let scores = candidate.scores.sorted { $0.key < $1.key }
                .map { "\($0.key) \(NumberText.fixed($0.value, digits: 4))" }
            return "\(candidate.rank). \(candidate.subjectID ?? "erased"): \(scores.joined(separator: ", "))"
        }
        if let search {
            lines.append(
                "\(search.templates) templates of \(search.subjects) subjects searched; \(search.matcher) at "
                    + "\(NumberText.fixed(search.threshold, digits: 4)) (\(search.basis))"
                    + (search.expectedFalseAlerts.map {
                        ", \(NumberText.significant($0, digits: 2)) false alerts expected"
                    } ?? ""))
        }
        for reason in reasons {
            let about = [reason.matcher, reason.detail].compactMap(\.self)
            lines.append(
                "\(reason.code.rawValue): \(reason.text)" + (about.isEmpty ? "" : " (\(about.joined(separator: ", ")))")
            )
        }
        lines += checks.compactMap { check in
            // What the policy asks for and a single photo cannot have.
            check.cause == "no_run" ? "\(check.id): not run, because only a run compares with earlier requests" : nil
        }
        return lines.joined(separator: "\n")
    }
}
