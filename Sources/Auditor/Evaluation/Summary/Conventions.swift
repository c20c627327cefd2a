/// How each figure is defined, for readers who compare it with another tool's.
enum Conventions {
    static let all: [String: String] = [
        "match": "A comparison is a match if its score is at least as similar as the threshold; ties are matches.",
        "fmr": "Share of scored non-mated comparisons at or above the threshold.",
        "fnmr": "Share of scored mated comparisons below the threshold.",
        "far": "FMR x (1 - s), where s is the share of comparisons without a score.",
        "frr": "s + FNMR x (1 - s), where s is the share of comparisons without a score.",
        "failure_to_acquire":
            "Photos without a template by photos; comparisons without a score by comparisons when photos are not known.",
        "threshold":
            "Lowest observed score whose FMR does not exceed the target; the next representable number above the highest "
            + "score when that one's FMR does. With more than 2,097,152 distinct scores, only multiples of a power of "
            + "two are candidates; the counts at them are exact.",
        "supported": "Non-mated comparisons x FMR target is at least 30 (rule of 30).",
        "fmr_ci95": "Clopper-Pearson, two-sided 95 %; takes comparisons as independent.",
        "fnmr_ci95": "Clopper-Pearson, two-sided 95 %; takes comparisons as independent.",
        "fmr_ci95_subjects":
            "Percentile interval at the fixed threshold over subjects drawn with replacement; a non-mated comparison "
            + "weighs the product of its subjects' counts. Without an error in the sample its width is 0: read it "
            + "together with the Clopper-Pearson interval.",
        "fnmr_ci95_subjects":
            "Percentile interval at the fixed threshold over subjects drawn with replacement; a mated comparison weighs "
            + "its subject's count.",
        "eer": "rocch: where the ROC convex hull crosses FMR = FNMR.",
        "auc": "Chance that a mated comparison scores above a non-mated one, ties one half.",
        "d_prime": "|m1 - m0| / sqrt((v1 + v0) / 2).",
        "accuracy_10fold":
            "Mean over folds of the accuracy at the threshold that is best on the other folds, scored comparisons only; "
            + "standard error is the standard deviation over folds by the root of their number.",
        "accuracy_10fold_with_failures":
            "As accuracy_10fold, every comparison without a score counted as a wrong decision.",
        "cllr":
            "In bits, of logistic calibrations (prior 0.5) that were fitted without the comparison's fold: 5 folds by hash "
            + "of the pair of subjects, or of the comparison's number when subjects are not known. Of fused, its "
            + "cross-validated scores are taken as they are. Reliability uses the same values.",
        "min_cllr": "In bits, of the isotonic (PAV) calibration of the same sample, equal scores pooled.",
        "likelihood_ratio":
            "Natural logarithm, fitted to all comparisons; above 1,000,000 comparisons of a class to every second, "
            + "fourth, eighth, ... one of that class.",
        "fused":
            "Cross-validated logistic combination of exactly the matchers that scored; absent when none did.",
        "comparisons":
            "McNemar's exact test and Newcombe's interval (paired, method 10) on the mated comparisons that both matchers "
            + "scored, each at its own threshold for fmr_target: false match rates are equal by design, so false "
            + "non-matches decide. Only the exact p_value decides, not mid_p_value. Disagreements list both classes.",
        "groups":
            "All groups at one threshold, that of the whole sample; Gini with the small-sample factor n / (n - 1); "
            + "fairness_discrepancy_rate is 1 - (A + B) / 2 with the largest differences A of FMR and B of FNMR.",
        "verdict":
            "Exact one-sided 95 % bounds. Passed: at the lowest threshold whose FMR bound keeps the limit, the FNMR bound "
            + "does too. Failed: wherever the FMR may keep its limit, the FNMR is shown to exceed its own.",
        "gates":
            "A gate holds when the worse bound of the 95 % interval keeps the limit: of fnmr and fmr the wider of "
            + "Clopper-Pearson's and that over subjects, at an FMR only where it is supported; of eer both rates' "
            + "Clopper-Pearson bounds at its threshold; of auc Newcombe's (2006, method 5); of cllr a normal interval of the "
            + "mean cost, from 30 comparisons of each class; of fta, and of an accuracy over all folds' decisions, "
            + "Clopper-Pearson.",
    ]
}
