import AuditCore

/// Without a face there is nothing to compare: a person looks.
struct FaceFoundRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "face_found", title: "There is a face on every photo",
        summary: """
            Judged by the matcher that decides. Another matcher that finds no face only lacks a score, which \
            `matchers_complete` reports.
            """,
        reasons: [.noFace])

    var examples: [RuleExample] {
        [
            RuleExample("a face on both photos", .passed),
            RuleExample("no face on the selfie", .review, [.noFace]) { $0.see([], by: "alpha", on: .selfie) },
            RuleExample("no face on either photo", .review, [.noFace, .noFace]) {
                $0.see([], by: "alpha", on: .selfie)
                $0.see([], by: "alpha", on: .document)
            },
            RuleExample("only the veto matcher finds no face", .passed) { $0.see([], by: "beta", on: .selfie) },
            RuleExample("the first primary finds none, the second one decides", .passed) {
                $0.order = ["alpha", "gamma"]
            } evidence: {
                $0.use("gamma", .cosine, .unit, score: 0.75)
                $0.see([], by: "alpha", on: .selfie)
            },
            RuleExample("one of two matchers that must both approve finds none", .review, [.noFace]) {
                $0.combination = .all
                $0.order = ["alpha", "gamma"]
            } evidence: {
                $0.use("gamma", .cosine, .unit, score: 0.75)
                $0.see([], by: "gamma", on: .document)
            },
            RuleExample("no matcher of the policy can be used", .notRun, cause: .noFace) {
                $0.remove("alpha")
                $0.remove("beta")
            },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        guard !input.ballot.judged.isEmpty else { return .notRun(.noFace) }
        return .passedUnless(
            input.evidence.kind.facePhotos.flatMap { role in
                input.ballot.judged.compactMap { matcher in
                    guard let extraction = input.evidence.extraction(matcher, on: role),
                        extraction.chosenFace == nil
                    else { return nil }
                    return Reason(.noFace, image: role, matcher: matcher)
                }
            })
    }
}
