public import AuditCore

/// What an evaluation of identification is asked for.
public struct IdentificationOptions: Sendable {
    /// Whether to add the matcher `fused` when there are at least two matchers.
    public var fuse: Bool
    /// Seed of the draws and of the bootstrap.
    public var seed: UInt64
    /// How often probes and small galleries are drawn anew.
    public var draws: Int
    /// Replicates of the bootstrap over subjects.
    public var replicates: Int
    /// Numbers of enrolled subjects, besides all; those that the sample does not have are left out.
    public var sizes: [Int]
    /// False positive identification rates at which thresholds are set, each above 0 and below 1. 0.003 is that of NIST's
    /// FRTE 1:N tables.
    public var fpirTargets: [Double]
    /// Ranks of the investigation table.
    public var ranks: [Int]
    /// Version of the program.
    public var toolVersion: String

    /// Creates options.
    public init(
        fuse: Bool = false, seed: UInt64 = 1, draws: Int = 5, replicates: Int = 1000,
        sizes: [Int] = [10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000],
        fpirTargets: [Double] = [0.1, 0.03, 0.02, 0.01, 0.003, 0.001], ranks: [Int] = [1, 5, 10, 20, 50],
        toolVersion: String
    ) {
        self.fuse = fuse
        self.seed = seed
        self.draws = draws
        self.replicates = replicates
        self.sizes = sizes
        self.fpirTargets = fpirTargets
        self.ranks = ranks
        self.toolVersion = toolVersion
    }
}

/// Photos with whose they are, and what matchers made of them.
public struct IdentificationSample: Sendable {
    /// One matcher's templates.
    public struct Matcher: Sendable {
        /// What is known of the matcher.
        public var subject: MatcherEvaluation.Subject
        /// One a photo, nil where there is none.
        public var templates: [FaceTemplate?]

        /// Creates a value from its parts.
        public init(subject: MatcherEvaluation.Subject, templates: [FaceTemplate?]) {
            self.subject = subject
            self.templates = templates
        }
    }

    /// Image paths, each once.
    public var images: [String]
    /// The subject's number of each image, from 0.
    public var subject: [Int32]
    /// The matchers, whose names differ.
    public var matchers: [Matcher]

    /// Creates a value from its parts.
    public init(images: [String], subject: [Int32], matchers: [Matcher]) {
        self.images = images
        self.subject = subject
        self.matchers = matchers
    }
}
