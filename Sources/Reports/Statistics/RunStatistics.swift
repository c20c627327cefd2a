import AuditCore

/// What one pass over the decisions leaves: counts whose size depends on the policy, not on the number of requests.
struct RunStatistics {
    private var outcomes: [Outcome: Int] = [:]
    /// Requests with each reason, by outcome.
    private(set) var reasons: [ReasonCode: [Outcome: Int]] = [:]
    /// Each matcher's scores, in the order in which they were first seen.
    private(set) var matchers: [MatcherStatistics] = []
    /// How often two matchers said what; by the matchers' names in the order of `matchers`.
    private(set) var agreements: [AgreementTable] = []
    private(set) var checks: [CheckStatistics] = []

    /// Number of requests.
    var total: Int { outcomes.values.reduce(0, +) }

    /// Number of requests with an outcome.
    func count(_ outcome: Outcome) -> Int { outcomes[outcome, default: 0] }

    /// Counts a decision.
    mutating func add(_ decision: DecisionRecord) {
        outcomes[decision.outcome, default: 0] += 1
        var seen: Set<ReasonCode> = []
        for reason in decision.reasons where seen.insert(reason.code).inserted {
            reasons[reason.code, default: [:]][decision.outcome, default: 0] += 1
        }
        for comparison in decision.comparisons { add(comparison) }
        for check in decision.checks { add(check) }
        for (index, a) in decision.comparisons.enumerated() {
            for b in decision.comparisons[(index + 1)...] { addPair(a, b) }
        }
    }

    private mutating func add(_ comparison: ComparisonRecord) {
        let index: Int
        if let known = matchers.firstIndex(where: { $0.name == comparison.matcher }) {
            index = known
        } else {
            index = matchers.count
            matchers.append(MatcherStatistics(comparison))
        }
        matchers[index].add(comparison)
    }

    private mutating func addPair(_ a: ComparisonRecord, _ b: ComparisonRecord) {
        let index: Int
        if let known = agreements.firstIndex(where: { $0.a == a.matcher && $0.b == b.matcher }) {
            index = known
        } else {
            index = agreements.count
            agreements.append(AgreementTable(a: a.matcher, b: b.matcher))
        }
        agreements[index].add(a.verdict, b.verdict)
    }

    private mutating func add(_ check: CheckResult) {
        let index: Int
        if let known = checks.firstIndex(where: { $0.id == check.id }) {
            index = known
        } else {
            index = checks.count
            checks.append(CheckStatistics(id: check.id))
        }
        checks[index].add(check)
    }

    /// The reasons of requests that are not approved, and those that inform, most frequent first within their severity.
    var rankedReasons: [(code: ReasonCode, count: Int)] {
        reasons.map { (code: $0.key, count: $0.value.values.reduce(0, +)) }
            .sorted { a, b in
                let aInforms = a.code.definition.severity == .info
                let bInforms = b.code.definition.severity == .info
                guard aInforms == bInforms else { return bInforms }
                return a.count == b.count ? a.code.rawValue < b.code.rawValue : a.count > b.count
            }
    }
}

/// What two matchers said of the same requests.
struct AgreementTable {
    /// The matcher of the rows.
    let a: String
    /// The matcher of the columns.
    let b: String
    private var counts: [String: Int] = [:]

    init(a: String, b: String) {
        self.a = a
        self.b = b
    }

    /// Counts a pair of verdicts; nil is a matcher without a score.
    mutating func add(_ a: Outcome?, _ b: Outcome?) { counts[Self.key(a, b), default: 0] += 1 }

    /// Number of requests with these verdicts.
    func count(_ a: Outcome?, _ b: Outcome?) -> Int { counts[Self.key(a, b), default: 0] }

    /// What a matcher can say, from the table's top and left.
    static let verdicts: [Outcome?] = [.approved, .review, .rejected, nil]

    /// Requests that both matchers scored, and those of them on which they say the same.
    var scoredAndSame: (scored: Int, same: Int) {
        let said = Self.verdicts.compactMap(\.self)
        var scored = 0
        var same = 0
        for x in said {
            for y in said {
                scored += count(x, y)
                if x == y { same += count(x, y) }
            }
        }
        return (scored, same)
    }

    private static func key(_ a: Outcome?, _ b: Outcome?) -> String { "\(a?.rawValue ?? "")/\(b?.rawValue ?? "")" }
}

/// How often a check ended in each state.
struct CheckStatistics {
    /// The check.
    let id: String
    private(set) var states: [CheckState: Int] = [:]
    /// How often it was not run, by cause.
    private(set) var causes: [String: Int] = [:]

    init(id: String) { self.id = id }

    /// Counts a result.
    mutating func add(_ check: CheckResult) {
        states[check.state, default: 0] += 1
        if check.state == .notRun { causes[check.cause ?? "", default: 0] += 1 }
    }
}
