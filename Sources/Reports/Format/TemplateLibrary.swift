public import AuditCore
import Crypto
import FoundationEssentials
import Mustache

/// The texts of the HTML report and of the mails: a whole folder of mustache templates, compiled once.
public struct TemplateLibrary: Sendable {
    private let library: MustacheLibrary
    private let texts: [String: String]

    /// The names of all files that a folder of templates holds.
    static let files: [String] =
        [
            "index", "requests", "request", "evaluation", "identification", "diff", "drift", "duplicates",
            "document", "documents", "head", "foot",
        ].map { "html/\($0).mustache" }
        + ["html/style.css", "html/evaluation.css", "html/diff.css", "html/duplicates.css", "html/script.js"]
        + (Outcome.allCases.map(\.rawValue) + ["digest"]).sorted().flatMap {
            ["email/\($0).html", "email/\($0).txt"]
        }

    /// Reads and compiles a folder.
    /// - Throws: `configuration_invalid` with the file, and the line of a mistake.
    public init(folder: String) throws(AuditError) {
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        var library = MustacheLibrary()
        var texts: [String: String] = [:]
        for file in Self.files {
            let path = "\(folder)/\(file)"
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw AuditError(
                    .configurationInvalid, "the template is missing; a folder of templates holds all of them",
                    at: SourceLocation(file: path))
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw AuditError(.configurationInvalid, "the template is not UTF-8", at: SourceLocation(file: path))
            }
            if file.hasSuffix(".txt"), !text.hasPrefix("Subject: ") {
                throw AuditError(
                    .configurationInvalid, "the first line of the template is not \"Subject: …\"",
                    at: SourceLocation(file: path, line: 1))
            }
            if !file.hasSuffix(".css"), !file.hasSuffix(".js") {
                // On the first line, so that the lines of mistakes remain right.
                let type = file.hasSuffix(".txt") ? "TEXT" : HTMLEscaping.name
                let source = "{{% CONTENT_TYPE:\(type)}}" + text
                library.register(try Self.compile(source, path: path), named: file)
            }
            texts[file] = text
        }
        self.library = library
        self.texts = texts
    }

    /// SHA-256 over the templates of an outcome's mail, in lower-case hexadecimal: which text an applicant got.
    public func digest(for outcome: Outcome) -> String {
        var hash = SHA256()
        for file in Self.mailFiles(outcome.rawValue) { hash.update(data: Array(text(file).utf8)) }
        return Hexadecimal.text(hash.finalize())
    }

    static func mailFiles(_ name: String) -> [String] { ["email/\(name).txt", "email/\(name).html"] }

    /// The source of a template.
    func text(_ file: String) -> String { texts[file] ?? "" }

    /// Renders a template.
    func render(_ file: String, _ view: View) -> String {
        library.render(view, withTemplate: file) ?? ""
    }

    private static func compile(_ text: String, path: String) throws(AuditError) -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: text)
        } catch let error as MustacheTemplate.ParserError {
            throw AuditError(
                .configurationInvalid, "the template has a mistake: \(error.error)",
                at: SourceLocation(file: path, line: error.context.lineNumber, column: error.context.columnNumber))
        } catch {
            throw AuditError(
                .configurationInvalid, "the template has a mistake: \(error)", at: SourceLocation(file: path))
        }
    }
}
