import AuditCore
import Foundation

/// A personal value of an option: arguments can be seen by every user of the machine, so it may come from elsewhere.
enum ArgumentValue {
    /// The text itself; of `@FILE` the file's content, of `-` standard input; either may be a pipe.
    /// - Throws: `input_missing`.
    static func read(_ text: String) throws(AuditError) -> String {
        let path = text == "-" ? text : text.hasPrefix("@") ? String(text.dropFirst()) : nil
        guard let path else { return text }
        let place = AuditCore.SourceLocation(file: path == "-" ? "standard input" : path)
        guard let bytes = SmallInput.read(path, limit: 4096) else {
            throw AuditError(.inputMissing, "the value cannot be read, or has more than 4096 bytes", at: place)
        }
        let value = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard !value.isEmpty else { throw AuditError(.inputMissing, "there is no value in it", at: place) }
        return value
    }
}
