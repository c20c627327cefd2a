import AuditCore

/// How the report says things.
enum Wording {
    static func title(_ outcome: Outcome) -> String {
        switch outcome {
        case .approved: "Approved"
        case .rejected: "Rejected"
        case .review: "Review"
        case .error: "Error"
        }
    }

    /// What the outcome means, for the legend.
    static func meaning(_ outcome: Outcome) -> String {
        switch outcome {
        case .approved: "the evidence meets the policy"
        case .rejected: "sufficient evidence against the claim"
        case .review: "a person decides"
        case .error: "not processed; nothing is known"
        }
    }

    /// What a matcher says by itself.
    static func verdict(_ verdict: Outcome?) -> String {
        switch verdict {
        case .approved: "approves"
        case .rejected: "rejects"
        case .review: "unsure"
        case .error, nil: "no score"
        }
    }

    static func part(_ part: ComparisonRecord.Part) -> String {
        switch part {
        case .deciding: "decides"
        case .veto: "can veto"
        case .standby: "informs"
        }
    }

    static func state(_ state: CheckState) -> String {
        switch state {
        case .passed: "passed"
        case .failed: "failed"
        case .review: "review"
        case .notApplicable: "not applicable"
        case .notRun: "not run"
        }
    }

    static func role(_ role: ImageRole) -> String {
        switch role {
        case .selfie: "Selfie"
        case .document: "Document"
        case .documentBack: "Document, back"
        }
    }

    static func metric(_ metric: ScoreMetric) -> String {
        switch metric {
        case .cosine: "cosine similarity, higher is more alike"
        case .euclidean: "Euclidean distance, lower is more alike"
        case .logLikelihoodRatio: "natural-log likelihood ratio, higher is more alike"
        case .similarity: "similarity from outside, higher is more alike"
        case .distance: "distance from outside, lower is more alike"
        }
    }

    /// The thresholds in words, in the direction of the matcher.
    static func thresholds(_ metric: ScoreMetric, approve: Double, reject: Double) -> String {
        switch metric.direction {
        case .similarity: "approves from \(score(approve)), rejects below \(score(reject))"
        case .distance: "approves up to \(score(approve)), rejects above \(score(reject))"
        }
    }

    static func score(_ value: Double) -> String { NumberText.fixed(value, digits: 3) }

    /// `snake_case` as words.
    static func words(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }

    /// Words that begin a line.
    static func capitalized(_ name: String) -> String {
        let text = words(name)
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// `1 request`, `2,000 requests`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(CountText.grouped(number)) \(number == 1 ? one : many)"
    }
}

extension RunRecord {
    /// What a page calls the run. A trial has no number of its own: the next run gets it.
    var name: String { replay?.isWhatIf == true ? "Trial" : "Run \(id)" }
}
