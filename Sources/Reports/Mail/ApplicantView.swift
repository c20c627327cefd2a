import AuditCore

/// What an applicant's message says: no score, no threshold, no code, and of the person only the name in the greeting
/// and masked identifiers.
enum ApplicantView {
    static func make(
        _ decision: DecisionRecord, _ personal: PersonalData, name: String?, organisation: String
    ) -> View {
        View { view in
            view.text("organisation", HeaderText.clean(organisation))
            view.text("full_name", name)
            view.text("request_id", decision.requestID.isEmpty ? nil : HeaderText.clean(decision.requestID))
            // Only what made the outcome: somebody whose photo is too poor to judge must not read that the faces on
            // it do not match, and beside a reason against it "your photos match" would puzzle.
            let worst = decision.reasons.map(\.severity).max()
            let definitions = decision.reasons.map(\.code.definition).filter { $0.severity == worst }
            let sentences = definitions.compactMap(\.applicant).uniqued()
            view.flag("has_reasons", !sentences.isEmpty)
            view.list("reasons", sentences.map { sentence in View { $0.fixed("reason", sentence) } })
            let steps = definitions.compactMap(\.nextStep).uniqued()
            view.flag("has_steps", !steps.isEmpty)
            view.list("steps", steps.map { step in View { $0.fixed("step", step) } })
            let identifiers = [("Document number", "document_number"), ("National ID", "national_id")].compactMap {
                title, field in personal[field].map { (title, Masking.lastTwo($0)) }
            }
            view.flag("has_identifiers", !identifiers.isEmpty)
            view.list(
                "identifiers",
                identifiers.map { title, masked in
                    View { view in
                        view.fixed("identifier", title)
                        view.text("masked", masked)
                    }
                })
        }
    }
}
