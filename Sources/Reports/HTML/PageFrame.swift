import AuditCore
import Crypto
import FoundationEssentials

/// What every page has: the style sheet, the script, and a policy that lets the browser load nothing else.
struct PageFrame {
    private let style: String
    private let script: String
    private let policy: String
    private let toolVersion: String

    init(_ context: ReportContext) {
        style = context.templates.text("html/style.css")
        script = context.templates.text("html/script.js")
        toolVersion = context.run.toolVersion
        // `file:` because browsers differ in what 'self' means for a page opened from a disk.
        policy =
            "default-src 'none'; style-src '\(Self.hash(style))'; script-src '\(Self.hash(script))'; "
            + "img-src 'self' file:; base-uri 'none'; form-action 'none'"
    }

    /// Adds what the partials `head` and `foot` show.
    func fill(_ view: inout View, title: String, root: String) {
        view.text("title", title)
        view.fixed("root", root)
        view.markup("style", Markup(text: style))
        view.markup("script", Markup(text: script))
        view.markup("policy", Markup(text: policy))
        view.text("tool_version", toolVersion)
    }

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString()
    }
}
