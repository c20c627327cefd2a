import AuditCore

/// A selfie with two people of comparable size does not say whose it is. Documents are exempt: many carry a second,
/// smaller portrait of the same person.
struct SingleFaceRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "single_face", title: "One person is on the selfie",
        summary: """
            Another face counts when its area is at least `multiple_faces.min_relative_area` of the chosen face's and, \
            if the detector's confidence is on the scale of 0 to 1, at least `multiple_faces.min_confidence`.
            """,
        reasons: [.multipleFaces])

    var examples: [RuleExample] {
        [
            RuleExample("one face", .passed),
            RuleExample("a second face of half the area, confidence 0.8", .review, [.multipleFaces]) {
                $0.see([.example(), .example(confidence: 0.8, area: 5000)], by: "alpha", on: .selfie)
            },
            RuleExample("a second face just under half the area", .passed) {
                $0.see([.example(), .example(area: 4999)], by: "alpha", on: .selfie)
            },
            RuleExample("a second face just under confidence 0.8", .passed) {
                $0.see([.example(), .example(confidence: 0.799, area: 9000)], by: "alpha", on: .selfie)
            },
            RuleExample("the central face was chosen, and a larger one is there", .review, [.multipleFaces]) {
                $0.see([.example(), .example(area: 40_000)], by: "alpha", on: .selfie)
            },
            RuleExample("a second face on the document", .passed) {
                $0.see([.example(), .example()], by: "alpha", on: .document)
            },
            RuleExample("a detector with a scale of its own: the area alone counts", .review, [.multipleFaces]) {
                $0.order = ["beta"]
                $0.veto = []
            } evidence: {
                $0.see([.example(confidence: 1.5), .example(confidence: 0.1, area: 5000)], by: "beta", on: .selfie)
            },
            RuleExample("only the veto matcher sees a second face", .passed) {
                $0.see([.example(), .example()], by: "beta", on: .selfie)
            },
            RuleExample("no face on the selfie", .notRun, cause: .noFace) { $0.see([], by: "alpha", on: .selfie) },
            RuleExample("a policy without multiple_faces", .notRun, cause: .notConfigured) {
                $0.multipleFaces = nil
            } evidence: {
                $0.see([.example(), .example()], by: "alpha", on: .selfie)
            },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        guard let limit = input.policy.multipleFaces else { return .notRun(.notConfigured) }
        let selfies = input.judgedFaces.filter { $0.role == .selfie }
        guard !selfies.isEmpty else { return .notRun(.noFace) }
        return .passedUnless(
            selfies.compactMap { _, matcher, chosen in
                guard let extraction = input.evidence.extraction(matcher.name, on: .selfie) else { return nil }
                let others = extraction.faces.enumerated().filter { index, face in
                    index != extraction.chosen && face.box.area >= limit.minRelativeArea * chosen.box.area
                        && (matcher.confidenceScale == .score || face.confidence >= limit.minConfidence)
                }
                guard let largest = others.map(\.element.box.area).max() else { return nil }
                let ratio = NumberText.fixed(largest / chosen.box.area, digits: 2)
                return Reason(
                    .multipleFaces, image: .selfie, matcher: matcher.name,
                    detail: "another face has \(ratio) of the chosen face's area, limit \(limit.minRelativeArea)")
            })
    }
}
