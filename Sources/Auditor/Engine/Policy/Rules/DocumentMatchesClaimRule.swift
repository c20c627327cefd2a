import AuditCore

/// Whether the document says what the request claims.
struct DocumentMatchesClaimRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_matches_claim", title: "The document says what the request claims",
        summary: """
            Name, birth date, sex, nationality, kind, number, expiry and issuing state of the manifest, as far as it gives \
            them, against the surest part of the document: exactly, names by the rules of ICAO and then by Jaro-Winkler \
            similarity, at least `name_similarity`. Only what cannot have been misread can reject; names never do, because no \
            check digit covers them.
            """,
        reasons: [.documentRejected, .rejectionNeedsReview, .documentDiffersFromClaim, .documentNoted])

    var examples: [RuleExample] {
        func differs(_ field: String, _ proven: Bool) -> DocumentState {
            .read(.example { $0.claims.append(.init(field, ["mrz", "claim"], .init(.differs, proven: proven))) })
        }
        return RuleExample.withoutDocument(.matchesClaim) + [
            .document("it does", .passed) { _ in },
            .document(
                "another number, proven by a check digit", .review, [.documentDiffersFromClaim],
                found: differs("document_number", true)),
            .document(
                "the same under a policy that rejects", .failed, [.documentRejected, .documentDiffersFromClaim],
                outcome: .reject, found: differs("document_number", true)),
            .document(
                "another name, under a policy that rejects", .review, [.documentDiffersFromClaim], outcome: .reject,
                found: differs("full_name", false)),
            .document("another name and birth date", .review, [.documentDiffersFromClaim, .documentDiffersFromClaim]) {
                for field in ["full_name", "date_of_birth"] {
                    $0.claims.append(.init(field, ["mrz", "claim"], .init(.differs, proven: false)))
                }
            },
            .document("the same under a policy that only reports", .passed, [.documentNoted], outcome: .info) {
                $0.claims = [.init("full_name", ["mrz", "claim"], .init(.differs, proven: false), similarity: 0.5)]
            },
            .document("the request claims nothing", .notRun, cause: .notGiven) { $0.claims = [] },
            .document("nothing of what it claims was read", .notRun, cause: .notRead) {
                $0.claims = [.init("full_name", ["claim"], .unknown(.notRead))]
            },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.matchesClaim) {
        case .failure(let missing): return missing.finding
        case .success(let found):
            guard !found.claims.isEmpty else { return .notRun(.notGiven) }
            guard found.claims.hasAnswer else { return .notRun(found.claims.first?.verdict.cause?.finding ?? .notRead) }
            return input.documentFinding(
                found.claims.reasons(.documentDiffersFromClaim), isSure: found.claims.hasSureDifference)
        }
    }
}
