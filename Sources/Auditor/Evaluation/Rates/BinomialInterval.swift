/// What a number of errors in a number of comparisons says about the rate behind them.
public enum BinomialInterval {
    /// Clopper & Pearson's exact two-sided interval (Biometrika 26, 1934), low and high. All of 0 to 1 without trials.
    public static func clopperPearson(_ errors: Int, of trials: Int, confidence: Double = 0.95) -> [Double] {
        let tail = (1 - confidence) / 2
        return [
            lowerBound(errors, of: trials, confidence: 1 - tail), upperBound(errors, of: trials, confidence: 1 - tail),
        ]
    }

    /// The exact one-sided upper bound.
    public static func upperBound(_ errors: Int, of trials: Int, confidence: Double = 0.95) -> Double {
        guard errors < trials else { return 1 }
        return IncompleteBeta.inverse(confidence, a: Double(errors + 1), b: Double(trials - errors))
    }

    /// The exact one-sided lower bound.
    public static func lowerBound(_ errors: Int, of trials: Int, confidence: Double = 0.95) -> Double {
        guard errors > 0, trials > 0 else { return 0 }
        return IncompleteBeta.inverse(1 - confidence, a: Double(errors), b: Double(trials - errors + 1))
    }

    /// Wilson's two-sided score interval at 95 % (Journal of the American Statistical Association 22, 1927).
    public static func wilson(_ errors: Int, of trials: Int) -> [Double] {
        guard trials > 0 else { return [0, 1] }
        let z = 1.959963984540054
        let n = Double(trials)
        let p = Double(errors) / n
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return [errors == 0 ? 0 : max(0, centre - half), errors == trials ? 1 : min(1, centre + half)]
    }
}
