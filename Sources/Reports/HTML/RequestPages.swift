import AuditCore

/// Writes the requests in pages of 200, what needs a human first, and remembers what the index links to.
struct RequestPages {
    static let size = 200

    /// A request with the page that shows it.
    struct Entry {
        let decision: DecisionRecord
        let link: String
    }

    /// What is shown, in order.
    let outcomes: [Outcome]
    /// Number of requests on pages.
    let shown: Int
    private let statistics: RunStatistics
    private let context: ReportContext
    private let frame: PageFrame
    private let view: RequestView
    /// The first requests of all.
    private(set) var first: [Entry] = []
    /// The first requests with each reason.
    private(set) var examples: [ReasonCode: [Entry]] = [:]
    private var page: [View] = []
    private var outcomesOnPage: [Outcome] = []
    private var number = 0

    init(_ context: ReportContext, _ statistics: RunStatistics, _ frame: PageFrame, faces: FaceFiles) {
        self.context = context
        self.statistics = statistics
        self.frame = frame
        outcomes = Outcome.humanFirst.filter { statistics.total <= context.approvedLimit || $0 != .approved }
        shown = outcomes.reduce(0) { $0 + statistics.count($1) }
        let scales = statistics.matchers.map { ($0.name, ScoreScale($0)) }
        view = RequestView(
            faces: faces, scales: Dictionary(scales) { first, _ in first }, masking: Masking(context.profile),
            gallery: GalleryView(archive: context.archive, masking: Masking(context.profile)),
            document: DocumentView(
                archive: context.archive, masking: Masking(context.profile),
                pictures: DocumentFiles(folder: context.folder), root: "../"))
    }

    /// Number of pages.
    var count: Int { (shown + Self.size - 1) / Self.size }

    /// The pages on which an outcome's requests are, from 1; empty when there are none.
    func pages(_ outcome: Outcome) -> Range<Int> {
        guard let index = outcomes.firstIndex(of: outcome), statistics.count(outcome) > 0 else { return 0..<0 }
        let before = outcomes[..<index].reduce(0) { $0 + statistics.count($1) }
        let last = before + statistics.count(outcome) - 1
        return (before / Self.size + 1)..<(last / Self.size + 2)
    }

    static func file(_ page: Int) -> String { "requests/page-\(CountText.padded(page, width: 4)).html" }

    /// Writes all pages.
    mutating func write() throws(AuditError) {
        try context.folder.makeFolder("requests")
        for outcome in outcomes where statistics.count(outcome) > 0 {
            try reading { try context.archive.forEachDecision([outcome]) { try add($0) } }
        }
        try endPage()
    }

    private mutating func add(_ decision: DecisionRecord) throws {
        let entry = Entry(decision: decision, link: "\(Self.file(number + 1))#r\(decision.row)")
        if first.count < 10 { first.append(entry) }
        for code in decision.reasons.map(\.code).uniqued() where examples[code, default: []].count < 2 {
            examples[code, default: []].append(entry)
        }
        page.append(try view.make(decision, personal: context.archive.personalData(row: decision.row)))
        if outcomesOnPage.last != decision.outcome { outcomesOnPage.append(decision.outcome) }
        if page.count == Self.size { try endPage() }
    }

    private mutating func endPage() throws(AuditError) {
        guard !page.isEmpty else { return }
        let start = number * Self.size
        number += 1
        let span = "\(CountText.grouped(start + 1))–\(CountText.grouped(start + page.count))"
        let title = "Requests \(span) of \(CountText.grouped(shown))"
        let content = View { view in
            frame.fill(&view, title: "\(title), \(context.run.name.lowercased())", root: "../")
            view.fixed("heading", title)
            view.fixed("run_name", context.run.name.lowercased())
            view.text("manifest_name", context.run.manifestName)
            view.fixed("page", number.description)
            view.fixed("pages", count.description)
            if number > 1 { view.fixed("previous", String(Self.file(number - 1).dropFirst("requests/".count))) }
            if number < count { view.fixed("next", String(Self.file(number + 1).dropFirst("requests/".count))) }
            view.list("outcomes_here", outcomesOnPage.map(Self.outcomeView))
            view.text("notice", RedactionWording.notice(context.profile))
            view.list("requests", page)
        }
        try context.folder.write(
            context.templates.render("html/requests.mustache", content), to: Self.file(number), durable: false)
        page.removeAll(keepingCapacity: true)
        outcomesOnPage.removeAll()
    }

    private static func outcomeView(_ outcome: Outcome) -> View {
        View { view in
            view.fixed("outcome", outcome.rawValue)
            view.fixed("outcome_title", Wording.title(outcome))
            view.fixed("meaning", Wording.meaning(outcome))
        }
    }
}
