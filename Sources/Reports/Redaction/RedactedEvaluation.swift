import AuditCore
import Evaluation

extension EvaluationResult {
    /// The evaluation as a profile shows it: names of photos are what photos are, personal.
    func redacted(_ profile: RedactionProfile) -> EvaluationResult {
        guard !profile.shows(.photos) else { return self }
        var shown = self
        for index in shown.curves.indices {
            // Nothing is left of them without a name and a face.
            shown.curves[index].worstFalseMatches = []
            shown.curves[index].worstFalseNonMatches = []
        }
        for index in shown.record.comparisons.indices { shown.record.comparisons[index].disagreements = [] }
        return shown
    }
}

extension ScoreLine {
    /// The line as a profile shows it: an empty name is one that is not known.
    func redacted(_ profile: RedactionProfile) -> ScoreLine {
        guard !profile.shows(.photos) else { return self }
        var shown = self
        (shown.imageA, shown.imageB) = ("", "")
        return shown
    }
}
