/// Error rates by group, at one global threshold.
public struct GroupReport: Codable, Equatable, Sendable {
    /// The false match rate that was asked for.
    public var fmrTarget: Double
    /// The threshold in native units.
    public var threshold: Double
    /// Groups with fewer comparisons than this in either class show no rate of that class.
    public var minimum: Int
    /// By group.
    public var groups: [Group]
    /// Over the groups that are shown; nil with fewer than two, or where a rate is 0 and the figure has no value.
    public var fmr: Spread?
    /// False non-match rate, 0 to 1.
    public var fnmr: Spread?
    /// Idiap's fairness discrepancy rate (de Freitas Pereira & Marcel, IEEE T-BIOM 4, 2022), 1 - (A + B) / 2 with the
    /// largest differences A of FMR and B of FNMR: 1 is fair. Nil with fewer than two groups that show both rates.
    public var fairnessDiscrepancyRate: Double?

    /// One group.
    public struct Group: Codable, Equatable, Sendable {
        /// The name.
        public var name: String
        /// Mated comparisons that count.
        public var mated: Int
        /// Non-mated comparisons that count.
        public var nonMated: Int
        /// Nil when suppressed.
        public var fmr: Double?
        /// Clopper-Pearson 95 % interval: low, high.
        public var fmrCI95: [Double]?
        /// False non-match rate, 0 to 1.
        public var fnmr: Double?
        /// Clopper-Pearson 95 % interval: low, high.
        public var fnmrCI95: [Double]?

        /// Creates a value from its parts.
        public init(
            name: String, mated: Int, nonMated: Int, fmr: Double?, fmrCI95: [Double]?, fnmr: Double?,
            fnmrCI95: [Double]?
        ) {
            self.name = name
            self.mated = mated
            self.nonMated = nonMated
            self.fmr = fmr
            self.fmrCI95 = fmrCI95
            self.fnmr = fnmr
            self.fnmrCI95 = fnmrCI95
        }

        enum CodingKeys: String, CodingKey {
            case name, mated, fmr, fnmr
            case nonMated = "non_mated"
            case fmrCI95 = "fmr_ci95"
            case fnmrCI95 = "fnmr_ci95"
        }
    }

    /// How far groups differ.
    public struct Spread: Codable, Equatable, Sendable {
        /// Largest by smallest rate.
        public var maxOverMin: Double?
        /// Largest rate by the geometric mean.
        public var maxOverGeometricMean: Double?
        /// Gini coefficient with the small-sample factor n / (n - 1).
        public var gini: Double?

        /// Creates a value from its parts.
        public init(maxOverMin: Double?, maxOverGeometricMean: Double?, gini: Double?) {
            self.maxOverMin = maxOverMin
            self.maxOverGeometricMean = maxOverGeometricMean
            self.gini = gini
        }

        enum CodingKeys: String, CodingKey {
            case gini
            case maxOverMin = "max_over_min"
            case maxOverGeometricMean = "max_over_geometric_mean"
        }
    }

    /// Creates a value from its parts.
    public init(
        fmrTarget: Double, threshold: Double, minimum: Int, groups: [Group], fmr: Spread?, fnmr: Spread?,
        fairnessDiscrepancyRate: Double? = nil
    ) {
        self.fmrTarget = fmrTarget
        self.threshold = threshold
        self.minimum = minimum
        self.groups = groups
        self.fmr = fmr
        self.fnmr = fnmr
        self.fairnessDiscrepancyRate = fairnessDiscrepancyRate
    }

    enum CodingKeys: String, CodingKey {
        case threshold, minimum, groups, fmr, fnmr
        case fmrTarget = "fmr_target"
        case fairnessDiscrepancyRate = "fairness_discrepancy_rate"
    }
}
