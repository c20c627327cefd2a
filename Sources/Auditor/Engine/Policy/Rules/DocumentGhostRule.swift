import AuditCore

/// Whether further portraits on the document show the same person.
struct DocumentGhostRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_ghost", title: "Every portrait on the document shows the same person",
        summary: """
            The cosine of each further face, such as a ghost image, and the largest one: at least `ghost_similarity`. For \
            review at most: ghost images are faint and small.
            """,
        reasons: [.documentGhostDiffers, .documentNoted])

    var examples: [RuleExample] {
        RuleExample.withoutDocument(.ghost) + [
            .document("a ghost image of the same person", .passed) { _ in },
            .document("just as alike as it must be", .passed) { $0.ghosts[0].similarity = 0.231 },
            .document("another person's", .review, [.documentGhostDiffers], outcome: .reject) {
                $0.ghosts[0].similarity = 0.2309
            },
            .document("the same under a policy that only reports", .passed, [.documentNoted], outcome: .info) {
                $0.ghosts[0].similarity = 0
            },
            .document("one portrait only", .notRun, cause: .oneFace) { $0.ghosts = [] },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.ghost) {
        case .failure(let missing): return missing.finding
        case .success(let found):
            guard !found.ghosts.isEmpty else { return .notRun(.oneFace) }
            let limit = input.policy.document.ghostSimilarity
            let reasons = found.ghosts.filter { $0.similarity < limit }.map { ghost in
                Reason(
                    .documentGhostDiffers, image: ghost.role,
                    detail: "\(NumberText.fixed(ghost.similarity, digits: 4)), limit \(limit)")
            }
            return input.documentFinding(reasons, isSure: false)
        }
    }
}
