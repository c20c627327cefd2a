/// What a run measured of itself: how long each stage took and how much it read. Stored with the run, for reports of
/// speed and size; never for a decision. Holds what was measured by every start of the run that ended in order: of one that
/// was killed, nothing.
public struct RunMeasurements: Codable, Equatable, Sendable {
    /// A stage of a request's way.
    public enum Stage: String, Codable, Sendable, CaseIterable {
        /// The whole request, from its turn to its decision.
        case request
        /// Reading and digesting the photos of a request.
        case read
        /// Reading one side of a document, waiting for a worker included.
        case document
        /// One photo's way through a matcher, waiting for a worker included.
        case extract
        /// In the worker: decoding a photo.
        case decode
        /// In the worker: finding faces.
        case detect
        /// In the worker: aligning the chosen face.
        case align
        /// In the worker: computing the template.
        case embed
    }

    /// The durations of one stage.
    public struct StageDurations: Codable, Equatable, Sendable {
        /// The stage.
        public var stage: Stage
        /// The matcher; nil for what belongs to none.
        public var matcher: String?
        /// How long it took, each time.
        public var durations: DurationSketch

        /// Creates the durations of a stage.
        public init(stage: Stage, matcher: String?, durations: DurationSketch = DurationSketch()) {
            self.stage = stage
            self.matcher = matcher
            self.durations = durations
        }
    }

    /// By stage in the order of a request's way, then by the matcher's name.
    public var stages: [StageDurations] = []
    /// Seconds of wall time that the run's starts worked on requests.
    public var workSeconds = 0.0
    /// Photos that were read.
    public var photosRead = 0
    /// Their bytes.
    public var photoBytesRead = 0
    /// Scores that were taken from an earlier run, by matcher.
    public var scoresReused: [String: Int] = [:]
    /// Photos that cost a worker, by matcher: it crashed, took too long or broke the protocol, and was replaced.
    public var workerFailures: [String: Int] = [:]

    /// Most requests that were in work at once, those that waited for a lane included; nil when it was not measured.
    public var mostInWork: Int?
    /// Most decisions that waited for an earlier row before they could be committed; nil when it was not measured.
    public var mostWaiting: Int?

    /// Creates measurements of nothing.
    public init() {}

    /// Counts one duration in seconds.
    public mutating func add(_ stage: Stage, matcher: String? = nil, seconds: Double) {
        let index: Int
        if let known = stages.firstIndex(where: { $0.stage == stage && $0.matcher == matcher }) {
            index = known
        } else {
            let order = Self.order(stage, matcher)
            index = stages.firstIndex { order < Self.order($0.stage, $0.matcher) } ?? stages.endIndex
            stages.insert(StageDurations(stage: stage, matcher: matcher), at: index)
        }
        stages[index].durations.add(seconds)
    }

    private static func order(_ stage: Stage, _ matcher: String?) -> (Int, String) {
        (Stage.allCases.firstIndex(of: stage) ?? 0, matcher ?? "")
    }

    enum CodingKeys: String, CodingKey {
        case stages
        case workSeconds = "work_seconds"
        case photosRead = "photos_read"
        case photoBytesRead = "photo_bytes_read"
        case scoresReused = "scores_reused"
        case workerFailures = "worker_failures"
        case mostInWork = "most_in_work"
        case mostWaiting = "most_waiting"
    }
}
