/// Where false match and false non-match rate are equal.
public struct EqualErrorRate: Codable, Equatable, Sendable {
    /// The value.
    public var value: Double
    /// `rocch`: where the ROC convex hull crosses FMR = FNMR.
    public var convention: String
    /// The observed threshold nearest to it, native units.
    public var threshold: Double

    /// Creates a value from its parts.
    public init(value: Double, convention: String, threshold: Double) {
        self.value = value
        self.convention = convention
        self.threshold = threshold
    }
}

/// Error rates at the threshold for one false match rate.
public struct OperatingPoint: Codable, Equatable, Sendable {
    /// The false match rate that was asked for.
    public var fmrTarget: Double
    /// Reached; never above the target.
    public var fmr: Double
    /// Clopper-Pearson 95 % interval: low, high.
    public var fmrCI95: [Double]
    /// False non-match rate, 0 to 1.
    public var fnmr: Double
    /// Clopper-Pearson 95 % interval: low, high.
    public var fnmrCI95: [Double]
    /// By bootstrap over subjects; nil when subjects are not known.
    public var fmrCI95Subjects: [Double]?
    /// As `fmrCI95Subjects`, of the false non-match rate.
    public var fnmrCI95Subjects: [Double]?
    /// FMR (1 - FTA) and FTA + FNMR (1 - FTA).
    public var far: Double
    /// False rejection rate, FTA + FNMR (1 - FTA).
    public var frr: Double
    /// The threshold in native units.
    public var threshold: Double
    /// Non-mated comparisons at or above the threshold.
    public var falseMatches: Int
    /// Mated comparisons below the threshold.
    public var falseNonMatches: Int
    /// Whether `non_mated x fmr_target >= 30` (rule of 30).
    public var supported: Bool

    /// Creates a value from its parts.
    public init(
        fmrTarget: Double, fmr: Double, fmrCI95: [Double], fnmr: Double, fnmrCI95: [Double],
        fmrCI95Subjects: [Double]?, fnmrCI95Subjects: [Double]?, far: Double, frr: Double, threshold: Double,
        falseMatches: Int, falseNonMatches: Int, supported: Bool
    ) {
        self.fmrTarget = fmrTarget
        self.fmr = fmr
        self.fmrCI95 = fmrCI95
        self.fnmr = fnmr
        self.fnmrCI95 = fnmrCI95
        self.fmrCI95Subjects = fmrCI95Subjects
        self.fnmrCI95Subjects = fnmrCI95Subjects
        self.far = far
        self.frr = frr
        self.threshold = threshold
        self.falseMatches = falseMatches
        self.falseNonMatches = falseNonMatches
        self.supported = supported
    }

    enum CodingKeys: String, CodingKey {
        case fmr, fnmr, far, frr, threshold, supported
        case fmrTarget = "fmr_target"
        case fmrCI95 = "fmr_ci95"
        case fnmrCI95 = "fnmr_ci95"
        case fmrCI95Subjects = "fmr_ci95_subjects"
        case fnmrCI95Subjects = "fnmr_ci95_subjects"
        case falseMatches = "false_matches"
        case falseNonMatches = "false_non_matches"
    }
}

/// LFW's ten-fold accuracy.
public struct FoldAccuracy: Codable, Equatable, Sendable {
    /// Mean over the folds, 0 to 1.
    public var mean: Double
    /// Standard deviation over the folds by the root of their number.
    public var standardError: Double

    /// Creates a value from its parts.
    public init(mean: Double, standardError: Double) {
        self.mean = mean
        self.standardError = standardError
    }

    enum CodingKeys: String, CodingKey {
        case mean
        case standardError = "standard_error"
    }
}
