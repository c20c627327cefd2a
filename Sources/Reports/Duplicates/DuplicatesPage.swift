import AuditCore

/// The page of duplicates: how many links chance alone would give, then every group with its drawing, and everything that
/// the drawing shows once more in words.
struct DuplicatesPage {
    let record: DuplicatesRecord
    let templates: TemplateLibrary
    let faces: FaceFiles
    /// Whether it stands in the run's report and not in a folder of its own.
    let isInReport: Bool

    /// Groups that are drawn and listed; all are in `duplicates.json`.
    static let mostGroups = 200
    /// Links of a group that are listed.
    static let mostLinks = 60

    func html() throws -> String {
        let frame = PageFrame(
            templates: templates, toolVersion: record.toolVersion,
            footnote:
                "Confidential: shows faces and request ids; the ids of subjects are masked. A link is a reason to "
                + "look, not proof.",
            extraStyle: "html/duplicates.css")
        let groups = try record.groups.prefix(Self.mostGroups).enumerated().map { try group($0.offset + 1, $0.element) }
        let view = View { view in
            frame.fill(&view, title: "Duplicates" + (record.run.map { " of run \($0)" } ?? ""), root: "")
            view.flag("is_in_report", isInReport)
            view.fixed("scope", record.run.map { "Run \($0)" } ?? "Everything seen")
            view.text("since", record.since)
            view.fixed("sentence", sentence)
            view.list("facts", facts.map { fact in View { $0.text("fact", fact) } })
            view.list("groups", groups)
            view.flag("has_groups", !groups.isEmpty)
            let hidden = record.groups.count - groups.count
            if hidden > 0 { view.fixed("hidden", Wording.count(hidden, "more group", "more groups")) }
        }
        return templates.render("html/duplicates.mustache", view)
    }

    private var sentence: String {
        let requests = Wording.count(record.requests, "request", "requests")
        guard !record.groups.isEmpty else { return "Of \(requests) none is tied to somebody else." }
        let tied = record.groups.reduce(0) { $0 + $1.requests.count }
        let are = tied == 1 ? "request is" : "requests are"
        return
            "\(CountText.grouped(tied)) \(are) in \(Wording.count(record.groups.count, "group", "groups")) of duplicates; "
            + "\(requests) \(record.requests == 1 ? "was" : "were") looked at."
    }

    /// What chance alone would give beside what was found, and the notices.
    private var facts: [String] {
        guard let search = record.search else { return ["No faces were compared."] + record.notices }
        let isExact = search.comparisons < 1e9
        let comparisons =
            isExact ? CountText.grouped(Int(search.comparisons)) : NumberText.significant(search.comparisons, digits: 3)
        var text = "Faces: \(Wording.count(search.links, "link", "links")) between different identities, in "
        text += "\(comparisons) comparisons at threshold \(NumberText.fixed(search.threshold, digits: 4)) of "
        text += "\(search.matcher)"
        switch (search.expectedFalseLinks, search.basis) {
        case (let expected?, "bound"):
            text += "; by chance at most \(NumberText.significant(expected, digits: 2)) are expected (by the bound "
            text += "FMR <= exp(-LLR), not measured)."
        case (let expected?, _):
            text += "; by chance \(NumberText.significant(expected, digits: 2)) are expected."
        case (nil, _):
            text += "; how many of them are chance is not known: the threshold has no calibration."
        }
        return [text] + record.notices
    }

    private func group(_ number: Int, _ group: DuplicatesRecord.Group) throws -> View {
        let pictures = try group.members.map(picture)
        let drawing = DuplicateDrawing(group: group, pictures: pictures, id: "g\(number)")
        var numbers: [String: Int] = [:]
        for (place, member) in group.members.enumerated() where numbers[member.id] == nil {
            numbers[member.id] = place + 1
        }
        let masked = Dictionary(group.members.map { ($0.id, name($0)) }) { first, _ in first }
        func link(_ link: DuplicatesRecord.Link) -> View {
            View { view in
                view.text("from", masked[link.a] ?? link.a)
                view.text("to", link.a == link.b ? nil : masked[link.b] ?? link.b)
                view.fixed("from_number", "\(numbers[link.a] ?? 0)")
                view.fixed("to_number", "\(numbers[link.b] ?? 0)")
                view.fixed("kind", Wording.words(link.kind.rawValue))
                view.fixed("kind_class", DuplicateDrawing.className(link.kind))
                view.text("score", Self.score(link))
            }
        }
        return View { view in
            view.fixed("number", "\(number)")
            view.fixed("risk", NumberText.trimmed(NumberText.fixed(group.risk, digits: 1)))
            let identities = Wording.count(group.identities, "identity", "identities")
            view.fixed("headline", "\(Wording.count(group.members.count, "member", "members")) under \(identities)")
            view.markup("drawing", drawing.markup)
            view.list(
                "members",
                zip(group.members.indices, group.members).map { place, member in
                    View { view in
                        view.fixed("place", "\(place + 1)")
                        view.text("name", name(member))
                        view.fixed("identity", DuplicateDrawing.letter(member.identity))
                        view.fixed("what", member.isSubject ? "enrolled subject" : "request")
                        view.text("where", member.run.map { "run \($0), row \(member.row ?? 0)" })
                        view.text("outcome", member.outcome?.rawValue)
                        if let outcome = member.outcome { view.fixed("outcome_title", Wording.title(outcome)) }
                    }
                })
            view.list("links", group.links.prefix(Self.mostLinks).map(link))
            let hidden = group.links.count - Self.mostLinks
            if hidden > 0 { view.fixed("more_links", Wording.count(hidden, "more link", "more links")) }
            view.flag("has_chain", group.chain.count > 1)
            view.list("chain", group.chain.map(link))
        }
    }

    /// The first face of a member of which there is a picture.
    private func picture(_ member: DuplicatesRecord.Member) throws -> String? {
        for face in member.faces {
            let image = ImageRecord(role: .selfie, sha256: face.sha256)
            if let file = try faces.write(image, matchers: face.matchers) { return file.name }
        }
        return nil
    }

    /// A request's id is clear, a subject's is personal.
    private func name(_ member: DuplicatesRecord.Member) -> String {
        member.isSubject ? "subject \(Masking.lastTwo(member.id))" : member.id
    }

    private static func score(_ link: DuplicatesRecord.Link) -> String? {
        guard let score = link.score else { return nil }
        if link.matcher == nil { return Wording.count(Int(score), "bit", "bits") }
        return "\(link.matcher ?? "") \(Wording.score(score))"
    }
}
