public import AuditCore

/// Known photos on which a worker proves itself before it decides anything: a mated and a non-mated pair.
///
/// A backend can load, answer and still be useless: an int8 model that gives 1.0 for everyone is a field report
/// (opencv_zoo issues 189 and 256). The pair catches that, swapped colour channels and wrong alignment.
public struct CanarySet: Sendable {
    /// A photo of one person.
    public var person: ImageBytes
    /// Another photo of the same person.
    public var samePerson: ImageBytes
    /// A photo of someone else.
    public var otherPerson: ImageBytes
    /// How much more similar the mated pair must score than the non-mated one, in the matcher's own units. Both
    /// built-in matchers separate their pairs by more than twice this.
    public var minimumSeparation: Double

    /// Creates a set.
    public init(
        person: ImageBytes, samePerson: ImageBytes, otherPerson: ImageBytes, minimumSeparation: Double = 0.2
    ) {
        self.person = person
        self.samePerson = samePerson
        self.otherPerson = otherPerson
        self.minimumSeparation = minimumSeparation
    }

    /// Checks three extractions; returns what is wrong, or nil.
    func problem(metric: ScoreMetric, templates: [FaceTemplate]) -> String? {
        guard templates.count == 3,
            let mated = metric.score(templates[0], templates[1]),
            let nonMated = metric.score(templates[0], templates[2])
        else { return "the templates of the known photos cannot be compared" }
        let separation = metric.direction.similarity(mated) - metric.direction.similarity(nonMated)
        guard separation >= minimumSeparation else {
            return """
                the same person scores \(rounded(mated)), another person \(rounded(nonMated)): \
                they differ by less than \(minimumSeparation)
                """
        }
        return nil
    }

    private func rounded(_ score: Double) -> Double { (score * 1000).rounded() / 1000 }
}
