import AuditCore

/// `documents.html`: the documents of a run beside each other, for reviewers; what needs a human first.
struct DocumentsPage {
    /// The page within a run's report.
    static let page = "documents.html"
    /// Documents on the page; the others are with their requests.
    static let most = 200

    let context: ReportContext
    let frame: PageFrame

    /// Whether the run read documents that the profile shows.
    static func isThere(_ context: ReportContext) -> Bool {
        context.run.documentReader != nil && context.profile.treatment(of: .documents) != .hidden
    }

    /// Writes the page.
    /// - Parameter pages: What finds a request's place.
    func write(_ pages: RequestPages) throws(AuditError) {
        guard Self.isThere(context) else { return }
        let view = DocumentView(
            archive: context.archive, masking: Masking(context.profile),
            pictures: DocumentFiles(folder: context.folder), root: "")
        var sheets: [View] = []
        var hidden = 0
        var place = 0
        try reading {
            for outcome in pages.outcomes {
                try context.archive.forEachDecision([outcome]) { decision in
                    place += 1
                    guard decision.document != nil else { return }
                    guard sheets.count < Self.most else { return hidden += 1 }
                    var isShown = false
                    let link = RequestPages.file((place - 1) / RequestPages.size + 1) + "#r\(decision.row)"
                    let sheet = try View.throwing { sheet in
                        isShown = try view.fill(&sheet, decision)
                        sheet.text("request_id", RequestView.name(decision))
                        sheet.fixed("link", link)
                        sheet.fixed("outcome", decision.outcome.rawValue)
                        sheet.fixed("outcome_title", Wording.title(decision.outcome))
                        let codes = decision.reasons.map(\.code).filter { $0.isAboutDocument }.uniqued()
                        sheet.text("why", codes.isEmpty ? nil : codes.map(\.definition.reviewer).joined(separator: " "))
                    }
                    if isShown { sheets.append(sheet) }
                }
            }
        }
        let content = View { view in
            frame.fill(&view, title: "Documents, \(context.run.name.lowercased())", root: "")
            view.fixed("run_name", context.run.name.lowercased())
            view.text("manifest_name", context.run.manifestName)
            view.text("notice", RedactionWording.notice(context.profile))
            view.flag("is_masked", !context.profile.shows(.documents))
            view.fixed("count", Wording.count(sheets.count, "document", "documents"))
            view.list("sheets", sheets)
            view.text("more", hidden == 0 ? nil : Wording.count(hidden, "further document", "further documents"))
        }
        try context.folder.write(context.templates.render("html/documents.mustache", content), to: Self.page)
    }
}

extension View {
    /// A view whose filling may fail.
    static func throwing(_ fill: (inout View) throws -> Void) throws -> View {
        var view = View { _ in }
        try fill(&view)
        return view
    }
}

extension ReasonCode {
    /// Whether a check of the document gives it.
    var isAboutDocument: Bool { rawValue.hasPrefix("document_") && self != .documentOfOtherIdentity }
}
