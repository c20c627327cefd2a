/// Speed and size of one matcher on this machine; figures of a machine, not of a sample.
public struct MatcherSpeed: Codable, Equatable, Sendable {
    /// Images a second with all workers; nil without images.
    public var imagesPerSecond: Double
    /// Comparisons a second on one core; nil with fewer than two templates.
    public var comparisonsPerSecond: Double?
    /// Worker processes.
    public var workers: Int
    /// By stage (`decode`, `detect`, `align`, `embed`): p50, p95, p99 in seconds.
    public var stages: [String: Percentiles]
    /// Bytes of a template in single precision.
    public var templateBytes: Int
    /// Largest resident memory of a worker, bytes; nil when it could not be read.
    public var workerMemoryBytes: Int?
    /// From start to the answer to `hello`, seconds.
    public var startSeconds: Double

    /// Percentiles of a stage, seconds.
    public struct Percentiles: Codable, Equatable, Sendable {
        /// The median.
        public var p50: Double
        /// The 95th percentile.
        public var p95: Double
        /// The 99th percentile.
        public var p99: Double

        /// Creates a value from its parts.
        public init(p50: Double, p95: Double, p99: Double) {
            self.p50 = p50
            self.p95 = p95
            self.p99 = p99
        }
    }

    /// Creates a value from its parts.
    public init(
        imagesPerSecond: Double, comparisonsPerSecond: Double?, workers: Int, stages: [String: Percentiles],
        templateBytes: Int, workerMemoryBytes: Int?, startSeconds: Double
    ) {
        self.imagesPerSecond = imagesPerSecond
        self.comparisonsPerSecond = comparisonsPerSecond
        self.workers = workers
        self.stages = stages
        self.templateBytes = templateBytes
        self.workerMemoryBytes = workerMemoryBytes
        self.startSeconds = startSeconds
    }

    enum CodingKeys: String, CodingKey {
        case workers, stages
        case imagesPerSecond = "images_per_second"
        case comparisonsPerSecond = "comparisons_per_second"
        case templateBytes = "template_bytes"
        case workerMemoryBytes = "worker_memory_bytes"
        case startSeconds = "start_seconds"
    }
}
