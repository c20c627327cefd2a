import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How far a search of all faces against all has come: numbers of the store and scores, nothing personal. Beside the
/// database, so that the search goes on where it was stopped or killed.
struct SearchProgress: Codable, Equatable {
    /// What is searched, and by what: a search of anything else begins anew.
    var key: String
    /// Owners whose faces have been searched, of the ascending list.
    var position = 0
    var links: [Link] = []

    /// A face link: owners by number, a subject's with a minus.
    struct Link: Codable, Equatable {
        var a: Int64
        var b: Int64
        var score: Double
    }

    /// The file of a database.
    static func path(database: String) -> String { database + ".duplicates" }

    /// What was saved for this key; nothing when there is none, or the file is damaged.
    static func load(_ path: String, key: String) -> SearchProgress {
        guard let data = FileManager.default.contents(atPath: path),
            let saved = try? JSONDecoder().decode(SearchProgress.self, from: data), saved.key == key
        else { return SearchProgress(key: key) }
        return saved
    }

    /// Replaces the file at once: a kill leaves the old one or the new one.
    func save(_ path: String) throws(AuditError) {
        do {
            try JSONEncoder().encode(self).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw AuditError(
                .ioError, "the progress of the search cannot be written", at: SourceLocation(file: path))
        }
    }

    /// Removes the file; nothing is left to go on with.
    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
