import Foundation
import Testing

/// A document in the repository that is made from code.
struct GeneratedDocument {
    /// Path from the repository's root.
    let path: String
    /// What the code says that the document is.
    let text: String

    /// The repository's root, found from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Compares with the file in the repository. With `RECORD=1` in the environment it writes the file and fails, so
    /// that a recording run never passes for a test run.
    func expectUpToDate(_ sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
        let url = Self.root.appending(path: path)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(text.utf8).write(to: url, options: .atomic)
            Issue.record("\(path) was written. Run the test again without RECORD.", sourceLocation: sourceLocation)
            return
        }
        let written = (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) }
        #expect(
            written == text,
            "\(path) is out of date. Please run 'RECORD=1 swift test --filter PolicyDocumentTests'.",
            sourceLocation: sourceLocation)
    }
}
