import AuditCore
import Yams

/// One YAML text: gives the root of its tree, and turns the parser's positions into places a person can find.
struct YAMLDocument: Sendable {
    /// The path as the user gave it, for messages.
    let file: String
    /// The stable code of every error about this text.
    let code: AuditError.Code
    private let lines: [Substring]

    /// Parses bytes that must be one UTF-8 YAML document.
    static func root(of bytes: [UInt8], file: String, code: AuditError.Code) throws(AuditError) -> YAMLValue {
        // A configuration is written by hand; the limit keeps a mistaken path to some big file from being parsed.
        guard bytes.count <= 1 << 20 else {
            throw AuditError(
                code, "expected a file of at most 1 MiB, found \(bytes.count) bytes", at: SourceLocation(file: file))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw AuditError(code, "expected UTF-8 text, found other bytes", at: SourceLocation(file: file))
        }
        guard YAMLExpansion.isBounded(bytes) else {
            throw AuditError(
                code, "expected few aliases, found many; write the values out",
                at: SourceLocation(file: file, line: 1, column: 1))
        }
        let document = YAMLDocument(
            file: file, code: code,
            lines: text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline))
        return try document.compose(text)
    }

    private func compose(_ text: String) throws(AuditError) -> YAMLValue {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw self.error(error)
        } catch {
            throw AuditError(code, "the YAML cannot be read", at: SourceLocation(file: file))
        }
        guard let node else {
            throw AuditError(
                code, "expected a mapping, found an empty file", at: SourceLocation(file: file, line: 1, column: 1))
        }
        return YAMLValue(node: node, path: "", document: self)
    }

    /// The place of a mark, with the column in bytes: libYAML counts Unicode scalars.
    func location(_ mark: Mark?) -> SourceLocation {
        guard let mark, mark.line > 0 else { return SourceLocation(file: file) }
        var column = mark.column
        if lines.indices.contains(mark.line - 1) {
            let before = lines[mark.line - 1].unicodeScalars.prefix(mark.column - 1)
            column = before.reduce(1) { $0 + UTF8.width($1) }
        }
        return SourceLocation(file: file, line: mark.line, column: column)
    }

    /// The place of the byte at an offset.
    private func location(offset: Int, in text: String) -> SourceLocation {
        let before = text.utf8.prefix(max(0, offset))
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
        return SourceLocation(
            file: file, line: before.count { $0 == UInt8(ascii: "\n") } + 1,
            column: before[lineStart...].count + 1)
    }

    private func error(_ error: YamlError) -> AuditError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            AuditError(code, "expected valid YAML, found: \(problem)", at: location(mark))
        case .duplicatedKeysInMapping(let duplicates, let context):
            // The parser gives the first of the equal keys.
            AuditError(
                code, "expected each key once, found \"\(duplicates.first ?? "")\" again in the same mapping",
                at: location(context.mark))
        case .reader(let problem, let offset, _, let text):
            AuditError(code, "expected valid YAML, found: \(problem)", at: location(offset: offset ?? 0, in: text))
        default:
            AuditError(code, "the YAML cannot be read", at: SourceLocation(file: file, line: 1, column: 1))
        }
    }
}
