import AuditCore

/// The report that people read: `index.html`, and every request on a page of 200. Opens from a disk, loads nothing from
/// elsewhere, and reads the same without JavaScript.
final class HTMLReport: ReportFormat {
    static let descriptor = ReportDescriptor(
        id: "html", title: "the report for people", files: ["index.html", "requests/", "faces/"])

    private let context: ReportContext
    private let frame: PageFrame
    private let faces: FaceFiles

    init(_ context: ReportContext) throws(AuditError) {
        self.context = context
        frame = PageFrame(context)
        faces = try FaceFiles(context)
    }

    // Pages are ordered by outcome, so they are written from their own readings.
    func add(_ decision: DecisionRecord) throws(AuditError) {}

    func finish(_ statistics: RunStatistics) throws(AuditError) {
        var pages = RequestPages(context, statistics, frame, faces: faces)
        try pages.write()
        try DocumentsPage(context: context, frame: frame).write(pages)
        let searches = try reading { try context.archive.searches() }
        let view = IndexView(
            context: context, statistics: statistics, pages: pages, searches: searches, frame: frame
        ).make()
        try context.folder.write(context.templates.render("html/index.mustache", view), to: "index.html")
    }
}
