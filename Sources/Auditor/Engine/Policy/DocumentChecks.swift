public import AuditCore

/// What became of a request's document.
public enum DocumentState: Equatable, Sendable {
    /// The request has no photo of one.
    case noPhoto
    /// The run has nothing to read it with.
    case noReader
    /// The request is decided again, and its document was not read then.
    case notKept
    /// A photo of it could not be processed, which makes the request an error.
    case failed
    /// It was read, however little was legible.
    case read(DocumentEvidence)

    /// What it showed; nil when it was not read.
    var evidence: DocumentEvidence? {
        if case .read(let evidence) = self { evidence } else { nil }
    }
}

extension RuleInput {
    /// What the policy says of documents, when a check is on.
    func settings(_ check: DocumentCheck) -> DocumentSettings? {
        policy.checks[.document] != nil && policy.document.has(check) ? policy.document : nil
    }

    /// What the document showed, or why a check has nothing to judge by.
    func document(_ check: DocumentCheck) -> Result<DocumentEvidence, NotWatched> {
        guard settings(check) != nil else { return .failure(NotWatched(finding: .notRun(.notConfigured))) }
        switch evidence.document {
        case .noPhoto: return .failure(NotWatched(finding: .notRun(.notGiven)))
        case .noReader: return .failure(NotWatched(finding: .notRun(.noReader)))
        case .notKept: return .failure(NotWatched(finding: .notRun(.notKept)))
        case .failed: return .failure(NotWatched(finding: .notRun(.notProcessed)))
        case .read(let found): return .success(found)
        }
    }

    /// What the policy makes of a check that found something.
    /// - Parameter isSure: Whether it rests on nothing that could have been misread: only that may reject.
    func documentFinding(_ reasons: [Reason], isSure: Bool) -> RuleFinding {
        guard !reasons.isEmpty else { return .passed() }
        switch policy.checks[.document]?.outcome {
        case .info:
            let codes = reasons.map { reason in
                reason.code.rawValue + (reason.field.map { " (\($0))" } ?? "")
            }
            return .passed([Reason(.documentNoted, detail: codes.joined(separator: ", "))])
        case .reject where isSure:
            let code: ReasonCode = policy.rejects ? .documentRejected : .rejectionNeedsReview
            return RuleFinding(
                state: .failed, reasons: [Reason(code, detail: reasons[0].code.rawValue)] + reasons)
        case .review, .reject, nil:
            return RuleFinding(state: .review, reasons: reasons)
        }
    }

    /// What the policy makes of one verdict: agreement passes, nothing to go by is `not_run`.
    func documentFinding(_ verdict: DocumentEvidence.Verdict, _ reason: Reason) -> RuleFinding {
        switch verdict.result {
        case .agrees: .passed()
        case .differs: documentFinding([reason], isSure: verdict.proven)
        case .notCompared: .notRun(verdict.cause?.finding ?? .notRead)
        }
    }
}

extension DocumentEvidence.Cause {
    /// The cause as a check has it.
    var finding: RuleFinding.Cause {
        switch self {
        case .notRead: .notRead
        case .notGiven: .notGiven
        case .unsure: .unsure
        case .partialDate: .partialDate
        case .oneSource: .oneSource
        }
    }
}

extension Array where Element == DocumentEvidence.Comparison {
    /// What two sources disagree about, with the sources.
    func reasons(_ code: ReasonCode) -> [Reason] {
        filter { $0.verdict.result == .differs }.map { comparison in
            let similarity = comparison.similarity.map { ", similarity \(NumberText.fixed($0, digits: 2))" } ?? ""
            let doubt = comparison.verdict.proven ? "" : ", not proven"
            return Reason(
                code, field: comparison.field,
                detail: comparison.sources.joined(separator: " against ") + similarity + doubt)
        }
    }

    /// Whether one of the disagreements rests on nothing that could have been misread.
    var hasSureDifference: Bool { contains { $0.verdict.result == .differs && $0.verdict.proven } }

    /// Whether there is one comparison with an answer.
    var hasAnswer: Bool { contains { $0.verdict.result != .notCompared } }
}
