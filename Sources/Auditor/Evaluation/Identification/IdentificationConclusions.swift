import AuditCore

/// What the figures of identification say, in words.
enum IdentificationConclusions {
    static func sentences(
        _ matchers: [MatcherIdentification], _ division: IdentificationRecord.Division
    ) -> [String] {
        let ordered = matchers.sorted { worth($0) < worth($1) }
        return ordered.flatMap { matcher in
            guard let whole = matcher.whole else { return [String]() }
            return [identification(matcher.name, whole), investigation(matcher.name, whole)].compactMap { $0 }
        } + [limits(division)]
    }

    /// Matchers that miss fewest come first.
    private static func worth(_ matcher: MatcherIdentification) -> Double {
        matcher.whole.flatMap(strictest)?.fnir.value ?? 1
    }

    /// The lowest false positive rate that the sample supports.
    private static func strictest(_ figures: GalleryFigures) -> IdentificationPoint? {
        figures.identification.last(where: \.supported)
    }

    private static func identification(_ name: String, _ figures: GalleryFigures) -> String? {
        guard let point = strictest(figures) else { return nil }
        return "\(name), identification: with \(figures.subjects) subjects enrolled and a threshold at which "
            + "\(Wording.rate(point.fpir.value, point.fpir.ci95)) of searches for strangers find somebody, "
            + "\(Wording.rate(point.fnir.value, point.fnir.ci95)) of searches miss the enrolled person. If comparisons were "
            + "independent, \(Wording.rate(point.independenceBound)) of searches for strangers would find somebody."
    }

    private static func investigation(_ name: String, _ figures: GalleryFigures) -> String? {
        guard let first = figures.investigation.first(where: \.supported) else { return nil }
        let last = figures.investigation.last(where: \.supported)
        let more =
            last.map { point in
                point.rank == first.rank
                    ? "" : ", and \(Wording.rate(point.fnir.value)) not among the first \(point.rank)"
            } ?? ""
        return "\(name), investigation: without a threshold the right person is not the first candidate in "
            + "\(Wording.rate(first.fnir.value, first.fnir.ci95)) of searches\(more)."
    }

    private static func limits(_ division: IdentificationRecord.Division) -> String {
        "\(division.nonMatedProbes) non-mated probes support no false positive rate below "
            + "\(Wording.rate(RuleOf30.smallestRate(comparisons: division.nonMatedProbes))) (rule of 30), and "
            + "\(division.enrolledSubjects) subjects say nothing of larger galleries."
    }
}
