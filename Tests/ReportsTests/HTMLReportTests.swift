import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

@Suite struct HTMLReportTests {
    private static let elements: Set<String> = [
        "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "bdi", "main", "aside",
        "ul", "ol", "li", "section", "span", "div", "dl", "dt", "dd", "strong", "table", "thead", "tbody", "tr", "th",
        "td", "caption", "figure", "figcaption", "svg", "rect", "line", "path", "text", "nav", "footer", "script",
        "label", "input", "select", "option", "output", "article", "code", "img", "details", "summary", "desc",
    ]
    private static let attributes: Set<String> = [
        "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-label", "aria-labelledby",
        "tabindex", "role", "scope", "viewBox", "preserveAspectRatio", "aria-hidden", "x", "y", "width", "height", "x1",
        "y1", "x2", "y2", "d", "text-anchor", "rel", "hidden", "type", "autocomplete", "placeholder", "value",
        "aria-live", "data-row", "data-outcome", "data-reasons", "data-similarity", "src", "loading", "alt",
    ]

    @Test(arguments: [1, 2, 3] as [UInt64])
    func hostileTextNeverBecomesMarkupOrALink(seed: UInt64) throws {
        let rendered = try Rendered(GeneratedArchive(count: 230, seed: seed, hostile: true))
        for file in try rendered.files() where file.hasSuffix(".html") {
            for tag in HTMLScanner(try rendered.text(file)).tags {
                let name = tag.name.hasPrefix("/") ? String(tag.name.dropFirst()) : tag.name
                #expect(Self.elements.contains(name), "\(file) has an element \(name)")
                for (name, value) in tag.attributes {
                    #expect(Self.attributes.contains(name), "\(file) has an attribute \(name)")
                    #expect(!value.contains("CANARY"), "\(file): \(name) holds data")
                    if name == "href" || name == "src" { #expect(isOurLink(value), "\(file) links to \(value)") }
                }
            }
        }
    }

    private func isOurLink(_ link: String) -> Bool {
        link.wholeMatch(
            of:
                /(\.\.\/)?(index\.html|report\.json|decisions\.csv)|#[a-z0-9]+|(requests\/)?page-\d{4,}\.html(#r\d+)?|\.\.\/faces\/[0-9a-f]{64}-[a-z0-9_-]+\.jpg/
        ) != nil
    }

    @Test func everyLinkLeadsSomewhere() throws {
        let rendered = try Rendered(GeneratedArchive(count: 450))
        var ids: [String: Set<String>] = [:]
        var links: [(from: String, to: String)] = []
        for file in try rendered.files() where file.hasSuffix(".html") {
            for tag in HTMLScanner(try rendered.text(file)).tags {
                for (name, value) in tag.attributes {
                    if name == "id" {
                        #expect(ids[file, default: []].insert(value).inserted, "\(value) twice in \(file)")
                    }
                    if name == "href" || name == "src" { links.append((file, value)) }
                }
            }
        }
        let files = Set(try rendered.files())
        for (from, to) in links {
            let parts = to.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
            var target = from
            if !parts[0].isEmpty {
                let base = URL(fileURLWithPath: "/" + from).deletingLastPathComponent()
                target = String(base.appendingPathComponent(parts[0]).standardized.path.dropFirst())
            }
            #expect(files.contains(target), "\(from) links to \(to)")
            if parts.count > 1 { #expect(ids[target]?.contains(parts[1]) == true, "\(from) links to \(to)") }
        }
        #expect(links.count > 1000)
    }

    @Test func pagesLoadNothingFromElsewhereAndRunOnlyTheirOwnScript() throws {
        let rendered = try Rendered(GeneratedArchive(count: 10))
        for file in ["index.html", "requests/page-0001.html"] {
            let text = try rendered.text(file)
            #expect(text.contains("default-src 'none'; style-src 'sha256-"))
            #expect(!text.contains("unsafe-inline"))
            #expect(!text.contains("http://") && !text.contains("https://"))
            #expect(!text.contains(" style=\""))
            #expect(text.contains("<html lang=\"en\">"))
            #expect(text.contains("{{") == false)
        }
    }

    @Test func whatNeedsAPersonComesFirst() throws {
        let rendered = try Rendered(GeneratedArchive(count: 450))
        var outcomes: [String] = []
        for page in 1...3 {
            let text = try rendered.text(RequestPages.file(page))
            outcomes += text.matches(of: /data-outcome="([a-z]+)"/).map { String($0.1) }
        }
        #expect(outcomes.count == 450)
        let order = outcomes.map { outcome in Outcome.humanFirst.firstIndex { $0.rawValue == outcome } ?? -1 }
        #expect(order == order.sorted())
        #expect(try rendered.files().filter { $0.hasPrefix("requests/") }.count == 3)
    }

    @Test func aRowWithoutFacesIdOrScoresIsStillShown() throws {
        let decision = DecisionRecord(
            row: 1, line: 2, requestID: "", kind: "", outcome: .error,
            reasons: [Reason(.missingField, field: "request_id")])
        let run = GeneratedArchive(count: 1).run
        let rendered = try Rendered(InMemoryArchive(run: run, decisions: [decision]))
        #expect(try rendered.text("requests/page-0001.html").contains("(no id, line 2)"))
        #expect(try rendered.text("index.html").contains("1 was not processed."))
    }

    @Test func anEmptyRunSaysSo() throws {
        let rendered = try Rendered(GeneratedArchive(count: 0))
        #expect(try rendered.text("index.html").contains("The manifest holds no requests."))
        #expect(try rendered.files().filter { $0.hasPrefix("requests/") } == [])
    }

    @Test func aFaceThatIsNoPictureIsNotWritten() throws {
        var archive = GeneratedArchive(count: 5)
        archive.face = { _ in Array("<svg onload=alert(1)>".utf8) }
        let rendered = try Rendered(archive)
        #expect(try rendered.files().filter { $0.hasPrefix("faces/") } == [])
    }

    @Test func approvedRequestsOfALargeRunStayInTheData() throws {
        let folder = try TemporaryFolder()
        let templates = try Repository.templates()
        try ReportRenderer.render(into: "\(folder.path)/out") {
            ReportContext(archive: GeneratedArchive(count: 80), templates: templates, folder: $0, approvedLimit: 79)
        }
        let read = { (name: String) in try String(contentsOfFile: "\(folder.path)/out/\(name)", encoding: .utf8) }
        #expect(try read("index.html").contains("more than 79 requests"))
        #expect(try !read("requests/page-0001.html").contains("data-outcome=\"approved\""))
        #expect(try read("decisions.csv").contains(",approved,"))
        #expect(
            ReportContext(
                archive: GeneratedArchive(count: 0), templates: templates,
                folder: try StagingFolder(for: OutputFolder("\(folder.path)/x"))
            ).approvedLimit == 20_000)
    }
}
