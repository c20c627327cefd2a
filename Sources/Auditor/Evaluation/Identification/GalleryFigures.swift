/// An error rate over the searches of all draws.
public struct OpenSetRate: Codable, Equatable, Sendable {
    /// Errors by searches.
    public var value: Double
    /// Errors of all draws.
    public var errors: Int
    /// Searches of all draws.
    public var searches: Int
    /// Clopper-Pearson at the number of searches of one draw: draws repeat probes and do not narrow it.
    public var ci95: [Double]
    /// Percentile interval over probe subjects drawn with replacement; nil without an error, when all are errors, or
    /// without a bootstrap.
    public var ci95Subjects: [Double]?

    enum CodingKeys: String, CodingKey {
        case value, errors, searches, ci95
        case ci95Subjects = "ci95_subjects"
    }
}

/// A line of the identification table: a threshold that keeps false positives rare, for searches that nobody looks over
/// unless they hit.
public struct IdentificationPoint: Codable, Equatable, Sendable {
    /// The false positive identification rate that was asked for.
    public var fpirTarget: Double
    /// Native units.
    public var threshold: Double
    /// FPIR(N, T); never above the target.
    public var fpir: OpenSetRate
    /// FNIR(N, 1, T).
    public var fnir: OpenSetRate
    /// The false match rate of single comparisons at the threshold.
    public var fmr: Double
    /// 1 - (1 - fmr)^templates.
    public var independenceBound: Double
    /// Whether non-mated probes x target is at least 30 (rule of 30).
    public var supported: Bool

    enum CodingKeys: String, CodingKey {
        case threshold, fpir, fnir, fmr, supported
        case fpirTarget = "fpir_target"
        case independenceBound = "independence_bound"
    }
}

/// A line of the investigation table: no threshold, a person looks over the first candidates of every search.
public struct InvestigationPoint: Codable, Equatable, Sendable {
    /// How many candidates are looked over.
    public var rank: Int
    /// FNIR(N, rank, 0): without a threshold.
    public var fnir: OpenSetRate
    /// False where the list is as long as the gallery, so that nobody can be missed but by a failure to acquire.
    public var supported: Bool
}

/// Figures of galleries of one size.
public struct GalleryFigures: Codable, Equatable, Sendable {
    /// One point of the trade-off of both errors at rank 1.
    public struct CurvePoint: Codable, Equatable, Sendable {
        /// Native units.
        public var threshold: Double
        /// FPIR(N, T).
        public var fpir: Double
        /// FNIR(N, 1, T).
        public var fnir: Double
    }

    /// N, the number of enrolled subjects.
    public var subjects: Int
    /// Mean number of enrolled photos over the draws.
    public var templates: Double
    /// Mated searches of all draws.
    public var matedSearches: Int
    /// Mated searches without a score with their mate, because a template is missing on either side: each is a miss.
    public var matedFailed: Int
    /// Non-mated searches of all draws.
    public var nonMatedSearches: Int
    /// Non-mated searches without any score: each counts as nobody found.
    public var nonMatedFailed: Int
    /// Thresholds by target, falling.
    public var identification: [IdentificationPoint]
    /// Rising ranks.
    public var investigation: [InvestigationPoint]
    /// Share of mated searches with the mate among the first 1, 2, ... candidates, without a threshold.
    public var cmc: [Double]
    /// Falling FPIR.
    public var curve: [CurvePoint]

    enum CodingKeys: String, CodingKey {
        case subjects, templates, identification, investigation, cmc, curve
        case matedSearches = "mated_searches"
        case matedFailed = "mated_failed"
        case nonMatedSearches = "non_mated_searches"
        case nonMatedFailed = "non_mated_failed"
    }
}
