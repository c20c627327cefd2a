import AuditCore

/// Groups of duplicates as text for a terminal.
enum DuplicatesText {
    static func text(_ record: DuplicatesRecord) -> String {
        var lines: [String] = []
        for (place, group) in record.groups.enumerated() {
            let risk = NumberText.trimmed(NumberText.fixed(group.risk, digits: 1))
            lines.append("group \(place + 1)  risk \(risk)  \(group.identities) identities")
            lines.append("  requests  \(group.requests.isEmpty ? "none" : group.requests.joined(separator: ", "))")
            if !group.subjects.isEmpty { lines.append("  subjects  \(group.subjects.joined(separator: ", "))") }
            for link in group.links.prefix(20) {
                let score = link.score.map {
                    "  \(link.matcher.map { $0 + " " } ?? "")\(NumberText.fixed($0, digits: 4))"
                }
                lines.append("  \(link.a) – \(link.b)  \(link.kind.rawValue)\(score ?? "")")
            }
            if group.links.count > 20 { lines.append("  and \(group.links.count - 20) more links") }
        }
        lines.append("\(record.requests) requests, \(record.groups.count) groups")
        if let search = record.search {
            let threshold = NumberText.fixed(search.threshold, digits: 4)
            var words =
                "faces: \(search.faces), links \(search.links) at \(search.matcher) \(threshold) (\(search.basis))"
            if let expected = search.expectedFalseLinks {
                words += ", \(NumberText.significant(expected, digits: 2)) expected by chance"
            }
            lines.append(words)
        }
        return (lines + record.notices).joined(separator: "\n")
    }
}
