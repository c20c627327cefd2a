import AuditCore

/// Whether an entry of a list is about the person. A signal for people: it neither rejects nor approves.
struct ListsRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: FurtherCheck.lists.rawValue, title: "The person is on no block list",
        summary: """
            The face and the fields against the entries that have not expired. An entry of the block list asks for a \
            person and never rejects by itself; one of the allow list suppresses what it names of `duplicates`, is \
            shown, and never approves by itself.
            """,
        reasons: [.onBlockList, .listNoted])

    var examples: [RuleExample] {
        func hit(_ list: GalleryEvidence.ListHit.Kind) -> GalleryEvidence {
            GalleryEvidence(listed: [GalleryEvidence.ListHit(list: list, entry: 1, field: "email")])
        }
        return [
            RuleExample("switched off", .notRun, cause: .notConfigured),
            .watched(
                "not looked for, as when a run without it is decided again", .lists, .notRun, [], nil, cause: .notKept),
            .watched("on no list", .lists, .passed, [], GalleryEvidence()),
            .watched("on the block list", .lists, .review, [.onBlockList], hit(.block)),
            .watched(
                "on the block list, under a policy that only reports", .lists, .passed, [.listNoted], hit(.block),
                outcome: .info),
            .watched("on the allow list", .lists, .passed, [.listNoted], hit(.allow)),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        let gallery: GalleryEvidence
        switch input.watched(.lists) {
        case .failure(let finding): return finding.finding
        case .success(let found): gallery = found
        }
        let isInfo = input.policy.checks[.lists]?.outcome == .info
        var reasons = gallery.listed.filter { $0.list == .block }.map { hit in
            Reason(isInfo ? .listNoted : .onBlockList, detail: "block list, entry \(hit.entry), \(hit.field)")
        }
        let blocks = !isInfo && !reasons.isEmpty
        reasons += gallery.listed.filter { $0.list == .allow }.map { hit in
            Reason(.listNoted, detail: "allow list, entry \(hit.entry), \(hit.field)")
        }
        return blocks ? RuleFinding(state: .review, reasons: reasons) : .passed(reasons)
    }
}
