import AuditCore
import Crypto
import FoundationEssentials

/// What every page has: the style sheet, the script, and a policy that lets the browser load nothing else.
struct PageFrame {
    private let style: String
    private let script: String
    private let policy: String
    private let toolVersion: String
    private let footnote: String

    init(_ context: ReportContext) {
        self.init(
            templates: context.templates, toolVersion: context.run.toolVersion,
            footnote: RedactionWording.footnote(context.profile))
    }

    /// - Parameter extraStyle: The name of a style sheet that follows the common one.
    init(templates: TemplateLibrary, toolVersion: String, footnote: String, extraStyle: String? = nil) {
        style = templates.text("html/style.css") + (extraStyle.map { templates.text($0) } ?? "")
        script = templates.text("html/script.js")
        self.toolVersion = toolVersion
        self.footnote = footnote
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
        view.text("footnote", footnote)
    }

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString()
    }
}
