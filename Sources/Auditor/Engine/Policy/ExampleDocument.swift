import AuditCore

extension DocumentEvidence {
    /// A passport on which everything is right; another one in what is changed.
    static func example(_ change: (inout DocumentEvidence) -> Void = { _ in }) -> DocumentEvidence {
        let digits = ["document_number", "date_of_birth", "expiry", "personal_number", "composite"]
        var evidence = DocumentEvidence(
            reader: "document 1", sides: [Side(role: .document, zoneLines: 2, faces: 2)], type: "passport",
            zone: Zone(format: "TD3", checkDigits: Dictionary(uniqueKeysWithValues: digits.map { ($0, true) })),
            fields: [Field(name: "document_number", source: "mrz", proven: true)],
            expiry: Verdict(.agrees, proven: true), age: Verdict(.agrees, proven: true),
            agreement: [Comparison("date_of_birth", ["mrz", "text"], Verdict(.agrees, proven: false))],
            claims: [
                Comparison("date_of_birth", ["mrz", "claim"], Verdict(.agrees, proven: true)),
                Comparison("full_name", ["mrz", "claim"], Verdict(.agrees, proven: false), similarity: 1),
            ], issuer: Verdict(.agrees, proven: false), ghosts: [Ghost(role: .document, similarity: 0.5)])
        change(&evidence)
        return evidence
    }
}

extension RuleExample {
    /// The example evidence with a document under a policy that checks documents.
    static func document(
        _ title: String, _ state: CheckState, _ reasons: [ReasonCode] = [], cause: RuleFinding.Cause? = nil,
        outcome: CheckSetting.HitOutcome = .review, policy change: (inout Policy) -> Void = { _ in },
        found: DocumentState
    ) -> RuleExample {
        RuleExample(title, state, reasons, cause: cause) {
            $0.checks[.document] = CheckSetting(outcome: outcome, location: SourceLocation(file: $0.file))
            change(&$0)
        } evidence: {
            $0.document = found
        }
    }

    /// The same, with a document that differs from the example one.
    static func document(
        _ title: String, _ state: CheckState, _ reasons: [ReasonCode] = [], cause: RuleFinding.Cause? = nil,
        outcome: CheckSetting.HitOutcome = .review, _ change: (inout DocumentEvidence) -> Void
    ) -> RuleExample {
        .document(title, state, reasons, cause: cause, outcome: outcome, found: .read(.example(change)))
    }

    /// What every check of the document says without one.
    static func withoutDocument(_ check: DocumentCheck) -> [RuleExample] {
        [
            RuleExample("switched off", .notRun, cause: .notConfigured),
            .document(
                "switched off by itself", .notRun, cause: .notConfigured, policy: { $0.document.off = [check] },
                found: .read(.example())),
            .document("no photo of a document", .notRun, cause: .notGiven, found: .noPhoto),
            .document("decided again, and it was not read then", .notRun, cause: .notKept, found: .notKept),
        ]
    }
}
