/// The biometric features of one face, comparable only with templates of the same model. Prints without its values:
/// a template is biometric personal data.
public struct FaceTemplate: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The features; finite, and of the descriptor's `templateSize`.
    public let values: [Float]

    /// Creates a template, or nil when a value is not finite.
    public init?(_ values: [Float]) {
        guard values.allSatisfy(\.isFinite) else { return nil }
        self.values = values
    }

    /// `<template of n values>`.
    public var description: String { "<template of \(values.count) values>" }
    /// Hides the values from `dump` and from test failure output.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// How two templates become a score.
public enum ScoreMetric: String, Codable, Sendable {
    /// The cosine of the angle between the templates, -1 to 1; higher is more similar.
    case cosine
    /// The length of the difference of the templates, 0 and up; lower is more similar.
    case euclidean
    /// A natural-log likelihood ratio, unbounded; higher is more similar. Scores of this metric come from calibrated
    /// scores of other matchers (`fused`) or from outside, never from two templates.
    case logLikelihoodRatio = "log_likelihood_ratio"
    /// A score from outside of which only the direction is known; higher is more similar.
    case similarity
    /// A score from outside of which only the direction is known; lower is more similar.
    case distance

    /// Which way the scores of this metric point.
    public var direction: ScoreDirection {
        switch self {
        case .cosine, .logLikelihoodRatio, .similarity: .similarity
        case .euclidean, .distance: .distance
        }
    }

    /// Whether two templates have a score of this metric: what a worker may declare.
    public var isOfTemplates: Bool { self == .cosine || self == .euclidean }

    /// The raw score of two templates, or nil when their sizes differ, one has no length (cosine), the result is not
    /// finite, or the metric is not one of templates. Sums run in double precision in index order, so the score is the same on every run, and swapping
    /// the templates does not change it.
    public func score(_ a: FaceTemplate, _ b: FaceTemplate) -> Double? {
        guard a.values.count == b.values.count, !a.values.isEmpty else { return nil }
        let result: Double
        switch self {
        case .cosine:
            var dot = 0.0
            var squaresA = 0.0
            var squaresB = 0.0
            for (x, y) in zip(a.values, b.values) {
                dot += Double(x) * Double(y)
                squaresA += Double(x) * Double(x)
                squaresB += Double(y) * Double(y)
            }
            guard squaresA > 0, squaresB > 0 else { return nil }
            result = dot / (squaresA.squareRoot() * squaresB.squareRoot())
        case .euclidean:
            var sum = 0.0
            for (x, y) in zip(a.values, b.values) {
                let difference = Double(x) - Double(y)
                sum += difference * difference
            }
            result = sum.squareRoot()
        case .logLikelihoodRatio, .similarity, .distance:
            return nil
        }
        return result.isFinite ? result : nil
    }
}

/// Which way a matcher's scores point.
public enum ScoreDirection: String, Codable, Sendable {
    /// Higher means more alike.
    case similarity
    /// Lower means more alike.
    case distance

    /// Turns a native score or threshold into a similarity: the one place where direction is handled. Its own inverse.
    public func similarity(_ native: Double) -> Double {
        switch self {
        case .similarity: native
        case .distance: -native
        }
    }

    /// A comparison is a match iff similarity >= threshold: a tie counts as a match (ISO/IEC 19795-1 has FMR as the
    /// share of non-mated scores at or above the threshold, so the tie counts against us).
    public func isMatch(score: Double, threshold: Double) -> Bool {
        similarity(score) >= similarity(threshold)
    }
}
