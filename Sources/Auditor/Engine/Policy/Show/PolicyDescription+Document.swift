import AuditCore

extension PolicyDescription {
    /// How documents are checked, for a terminal.
    func documentLines(_ document: DocumentSettings) -> [String] {
        let on = DocumentCheck.allCases.filter(document.has).map(\.rawValue)
        return [
            line("checks", on.isEmpty ? "none" : on.joined(separator: ", ")),
            line("accepts", document.types.map(\.rawValue).joined(separator: ", ")),
            line("age", document.minAge.map { "at least \($0) full years" } ?? "not checked"),
            line(
                "names",
                "agree by the rules of ICAO, or from a Jaro-Winkler similarity of \(document.nameSimilarity) on"),
            line("portraits", "show one person from a cosine of \(document.ghostSimilarity) on"),
            line("print in", document.languages.joined(separator: ", ")),
        ]
    }
}
