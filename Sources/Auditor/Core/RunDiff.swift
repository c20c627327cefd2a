/// What differs between two runs: requests are matched by their id, findings by request id and reason code, never by
/// position, path or text.
public struct RunDiff: Equatable, Sendable {
    /// The earlier run; of several, the newest.
    public var a: RunRecord
    /// The runs before `a` on the earlier side, oldest first. There are some when `b` decides the requests of several runs
    /// again: each request is then held against the decision that was decided again.
    public var older: [RunRecord]
    /// The later run.
    public var b: RunRecord
    /// Requests in both runs.
    public var compared = 0
    /// Requests in both runs with the same outcome.
    public var unchanged = 0
    /// Requests whose outcome differs, and those in one run only, in the order of their ids.
    public var flips: [Flip] = []
    /// How many requests in both went from an outcome to another or the same.
    public var matrix: [Outcome: [Outcome: Int]] = [:]
    /// Requests only in `b`, and only in `a`.
    public var new = 0
    /// See `new`.
    public var gone = 0
    /// Rows without a request id, or with one that an earlier row of the run has; they are not compared. Of two runs about
    /// the same rows each counts once.
    public var unkeyed = 0
    /// How the scores of each matcher that both runs have moved.
    public var shifts: [ScoreShift] = []
    /// Reasons above `info`, by code.
    public var findings: [FindingCount] = []
    /// The new and the resolved ones among them, in the order of request ids, then of codes.
    public var findingChanges: [FindingChange] = []

    /// Creates an empty difference.
    public init(a: RunRecord, b: RunRecord, older: [RunRecord] = []) {
        self.a = a
        self.b = b
        self.older = older
    }

    /// Every run of the earlier side, oldest first.
    public var earlier: [RunRecord] { older + [a] }

    /// Requests in both runs whose outcome differs.
    public var changed: Int { compared - unchanged }
    /// Share of the requests in both runs whose outcome differs, 0 to 1; 0 when there are none.
    public var flipRate: Double { compared == 0 ? 0 : Double(changed) / Double(compared) }

    /// Why an outcome differs.
    public enum Cause: String, Codable, Sendable, CaseIterable {
        /// The policy is another one, and its thresholds or rules decide otherwise.
        case policy
        /// A score lies on the other side of a threshold that moved.
        case threshold
        /// The threshold, or the fused score, moved because of another calibration.
        case calibration
        /// The score moved, or came or went, with another model or version of a matcher.
        case model
        /// A photo is another one, or can be read in one run only.
        case image
        /// Other fields of the request.
        case data
        /// Only in the later run.
        case new
        /// Only in the earlier run.
        case gone
        /// The same inputs, but one run failed to process them, as when a worker crashed.
        case processing
    }

    /// A request that is decided otherwise.
    public struct Flip: Codable, Equatable, Sendable {
        /// The caller's identifier.
        public var requestID: String
        /// The outcome in the earlier run; nil when it is not in it.
        public var from: Outcome?
        /// The outcome in the later run; nil when it is not in it.
        public var to: Outcome?
        /// Why, in the order of `Cause`.
        public var causes: [Cause]
        /// The run that the earlier decision is of; nil when there is none.
        public var runA: Int?
        /// Row in the earlier run.
        public var rowA: Int?
        /// Row in the later run.
        public var rowB: Int?
        /// Codes of the reasons in the earlier run, worst first.
        public var reasonsA: [ReasonCode]
        /// Codes of the reasons in the later run.
        public var reasonsB: [ReasonCode]
        /// Each matcher's score in both runs.
        public var scores: [ScoreChange]

        /// Creates a flip.
        public init(
            requestID: String, from: Outcome?, to: Outcome?, causes: [Cause], runA: Int? = nil, rowA: Int?, rowB: Int?,
            reasonsA: [ReasonCode], reasonsB: [ReasonCode], scores: [ScoreChange]
        ) {
            self.requestID = requestID
            self.from = from
            self.to = to
            self.causes = causes
            self.runA = runA
            self.rowA = rowA
            self.rowB = rowB
            self.reasonsA = reasonsA
            self.reasonsB = reasonsB
            self.scores = scores
        }

        enum CodingKeys: String, CodingKey {
            case from, to, causes, scores
            case requestID = "request_id"
            case runA = "run_a"
            case rowA = "row_a"
            case rowB = "row_b"
            case reasonsA = "reasons_a"
            case reasonsB = "reasons_b"
        }
    }

    /// One matcher's score and thresholds in both runs, native units; nil where a run has none.
    public struct ScoreChange: Codable, Equatable, Sendable {
        /// The matcher's name.
        public var matcher: String
        /// What the scores are.
        public var metric: ScoreMetric
        /// The score in the earlier run.
        public var scoreA: Double?
        /// The score in the later run.
        public var scoreB: Double?
        /// The approve threshold in the earlier run.
        public var approveA: Double?
        /// The approve threshold in the later run.
        public var approveB: Double?
        /// The reject threshold in the earlier run.
        public var rejectA: Double?
        /// The reject threshold in the later run.
        public var rejectB: Double?
        /// What the matcher said by itself in the earlier run.
        public var verdictA: Outcome?
        /// What it said in the later run.
        public var verdictB: Outcome?
        /// The matcher's part in the earlier decision.
        public var partA: ComparisonRecord.Part?
        /// The matcher's part in the later decision.
        public var partB: ComparisonRecord.Part?
        /// The threshold of the later run that lies between what the matcher said before and what it says now: `approve`
        /// or `reject`; nil when it says the same, or when the decisions do not rest on it: a veto rests on the reject
        /// threshold only, and a matcher on standby on none.
        public var crossed: Crossed?

        /// A threshold.
        public enum Crossed: String, Codable, Sendable { case approve, reject }

        /// Joins the comparisons of one matcher.
        public init?(_ a: ComparisonRecord?, _ b: ComparisonRecord?) {
            guard let one = b ?? a else { return nil }
            matcher = one.matcher
            metric = one.metric
            scoreA = a?.score
            scoreB = b?.score
            approveA = a?.approveThreshold
            approveB = b?.approveThreshold
            rejectA = a?.rejectThreshold
            rejectB = b?.rejectThreshold
            verdictA = a?.verdict
            verdictB = b?.verdict
            partA = a?.part
            partB = b?.part
            crossed = crossedThreshold
        }

        /// Whether either decision rests on the matcher's verdict.
        public var isDeciding: Bool { partA == .deciding || partB == .deciding }
        /// Whether the matcher can only turn an approval into a review, in one decision or both.
        public var isVeto: Bool { partA == .veto || partB == .veto }

        private var crossedThreshold: Crossed? {
            guard let verdictA, let verdictB, verdictA != verdictB else { return nil }
            if isVeto { return [verdictA, verdictB].contains(.rejected) ? .reject : nil }
            guard isDeciding else { return nil }
            return [verdictA, verdictB].contains(.approved) ? .approve : .reject
        }

        enum CodingKeys: String, CodingKey {
            case matcher, metric, crossed
            case partA = "part_a"
            case partB = "part_b"
            case scoreA = "score_a"
            case scoreB = "score_b"
            case approveA = "approve_a"
            case approveB = "approve_b"
            case rejectA = "reject_a"
            case rejectB = "reject_b"
            case verdictA = "verdict_a"
            case verdictB = "verdict_b"
        }
    }

    /// How one matcher's scores moved between the runs, over the requests that both scored.
    public struct ScoreShift: Codable, Equatable, Sendable {
        /// The matcher's name.
        public var matcher: String
        /// What the scores are.
        public var metric: ScoreMetric
        /// Requests with a score in both runs.
        public var count: Int
        /// Of these, how many have not the very same score.
        public var moved: Int
        /// Mean of later less earlier, native units.
        public var mean: Double
        /// Largest distance between the two.
        public var largest: Double
        /// The approve threshold of the earlier run.
        public var approveA: Double
        /// The approve threshold of the later run.
        public var approveB: Double
        /// The reject threshold of the earlier run; nil when it is not known.
        public var rejectA: Double?
        /// The reject threshold of the later run; nil when it is not known.
        public var rejectB: Double?
        /// Cells of the scatter that hold a request, at most 100 by 100 over the range of all scores: counts by place.
        public var cells: [Cell]
        /// Lowest score of either run.
        public var low: Double
        /// Highest score of either run.
        public var high: Double

        /// One cell of the scatter.
        public struct Cell: Codable, Equatable, Sendable {
            /// The middle of the cell, earlier score.
            public var a: Double
            /// The middle of the cell, later score.
            public var b: Double
            /// Requests in it.
            public var count: Int

            /// Creates a cell.
            public init(a: Double, b: Double, count: Int) {
                self.a = a
                self.b = b
                self.count = count
            }
        }

        /// Creates a shift.
        public init(
            matcher: String, metric: ScoreMetric, count: Int, moved: Int, mean: Double, largest: Double,
            approveA: Double, approveB: Double, rejectA: Double? = nil, rejectB: Double? = nil, cells: [Cell],
            low: Double, high: Double
        ) {
            self.matcher = matcher
            self.metric = metric
            self.count = count
            self.moved = moved
            self.mean = mean
            self.largest = largest
            self.approveA = approveA
            self.approveB = approveB
            self.rejectA = rejectA
            self.rejectB = rejectB
            self.cells = cells
            self.low = low
            self.high = high
        }

        enum CodingKeys: String, CodingKey {
            case matcher, metric, count, moved, mean, largest, cells, low, high
            case approveA = "approve_a"
            case approveB = "approve_b"
            case rejectA = "reject_a"
            case rejectB = "reject_b"
        }
    }

    /// A reason above `info` that came or went, known by request id and code.
    public struct FindingChange: Codable, Equatable, Sendable {
        /// The caller's identifier.
        public var requestID: String
        /// The reason.
        public var code: ReasonCode
        /// What became of it.
        public var change: Change

        /// What can become of a finding.
        public enum Change: String, Codable, Sendable { case new, resolved }

        /// Creates a change.
        public init(requestID: String, code: ReasonCode, change: Change) {
            self.requestID = requestID
            self.code = code
            self.change = change
        }

        enum CodingKeys: String, CodingKey {
            case code, change
            case requestID = "request_id"
        }
    }

    /// A reason above `info` in how many requests of either run.
    public struct FindingCount: Codable, Equatable, Sendable {
        /// The reason.
        public var code: ReasonCode
        /// Requests that have it only in the later run.
        public var new: Int
        /// Requests that have it in both.
        public var stillOpen: Int
        /// Requests that have it only in the earlier run; those that are gone from the later one are not counted.
        public var resolved: Int

        /// Creates counts.
        public init(code: ReasonCode, new: Int = 0, stillOpen: Int = 0, resolved: Int = 0) {
            self.code = code
            self.new = new
            self.stillOpen = stillOpen
            self.resolved = resolved
        }

        enum CodingKeys: String, CodingKey {
            case code, new, resolved
            case stillOpen = "still_open"
        }
    }
}
