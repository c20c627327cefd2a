/// How each figure of `identification.json` is defined.
enum IdentificationConventions {
    static let all: [String: String] = [
        "division":
            "Subjects with two or more photos are enrolled with all but one, which is their mated probe; the photos of all "
            + "others are non-mated probes. Which photo is the probe and who is in a small gallery is a hash of path and "
            + "seed, drawn anew for each draw; small galleries are parts of large ones.",
        "candidate": "An enrolled subject with the best score of its photos.",
        "fpir":
            "FPIR(N, T): share of non-mated searches with any candidate at or above the threshold; ties count. A failure "
            + "to acquire counts as a search that finds nobody.",
        "fnir":
            "FNIR(N, R, T): share of mated searches whose mate is not among the R first candidates or is below the "
            + "threshold. A failure to acquire or to enrol counts as a miss. DIR is 1 - FNIR.",
        "rank": "1 and the number of other subjects whose score is at least that of the mate.",
        "identification":
            "The threshold is the lowest observed score whose FPIR over all draws does not exceed the target; FNIR at rank "
            + "1 (NIST FRTE 1:N, identification).",
        "investigation": "No threshold; FNIR at each rank (NIST FRTE 1:N, investigation). 1 - FNIR is the CMC.",
        "ci95":
            "Clopper-Pearson, two-sided 95 %, at the number of searches of one draw; where the mean number of errors lies "
            + "between two counts, the wider bounds.",
        "ci95_subjects":
            "Percentile interval at the fixed threshold over probe subjects drawn with replacement; the gallery stays "
            + "the same. Absent when no search or every search is an error.",
        "fmr":
            "Share of the comparisons of non-mated probes with every enrolled photo, of the largest gallery in all draws, "
            + "that are at or above the threshold.",
        "independence_bound":
            "1 - (1 - FMR)^templates: the FPIR if a search's comparisons were independent. They are not, so that "
            + "the measured rate is mostly lower.",
        "supported":
            "identification: non-mated probes x FPIR target is at least 30 (rule of 30). investigation: the rank is below "
            + "the number of enrolled subjects.",
        "templates": "Mean number of enrolled photos over the draws.",
        "curve": "Of rank 1, at most 200 thresholds.",
        "fused":
            "Logistic combination of the matchers that scored, fitted to every comparison of the set without the fold of "
            + "the two people.",
    ]
}
