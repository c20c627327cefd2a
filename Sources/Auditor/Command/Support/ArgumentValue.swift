import AuditCore
import Foundation

/// A personal value of an option: arguments can be seen by every user of the machine, so it may come from elsewhere.
enum ArgumentValue {
    /// The text itself; of `@FILE` the file's content, of `-` standard input.
    /// - Throws: `input_missing`.
    static func read(_ text: String) throws(AuditError) -> String {
        let path = text == "-" ? "/dev/stdin" : text.hasPrefix("@") ? String(text.dropFirst()) : nil
        guard let path else { return text }
        guard let data = FileManager.default.contents(atPath: path), data.count <= 4096 else {
            throw AuditError(.inputMissing, "the value cannot be read", at: AuditCore.SourceLocation(file: path))
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
