import AuditCore

/// The findings of every check: as text, as JSON, as an exit status.
struct DoctorReport {
    /// One check's findings.
    struct Group {
        let check: String
        let findings: [Finding]

        var worst: Finding.Status { findings.map(\.status).max() ?? .ok }
        /// Worst last, otherwise as the check gave them.
        var sorted: [Finding] {
            Finding.Status.allCases.sorted().flatMap { status in findings.filter { $0.status == status } }
        }
    }

    /// In the registry's order.
    let groups: [Group]

    /// Runs every check, one after the other: some start workers, and their order is the output's.
    static func make(_ subject: DoctorSubject) async -> DoctorReport {
        var groups: [Group] = []
        for check in DoctorChecks.all {
            groups.append(Group(check: check.name, findings: await check.findings(subject)))
        }
        return DoctorReport(groups: groups)
    }

    var findings: [Finding] { groups.flatMap(\.findings) }

    /// 0 when nothing is a problem; otherwise what the first command that meets the worst problem would exit with, in
    /// this order: 78, 69, 74, 73, and 1 for a problem that stops no command.
    var exitStatus: ExitStatus {
        let found = findings.filter { $0.status == .problem }.map(\.exit)
        guard !found.isEmpty else { return .success }
        return [.configuration, .unavailable, .ioError, .cannotCreate].first(where: found.contains) ?? .findings
    }

    /// One finding a line, a check's findings together. Worst last: on a terminal the end is what one sees, and what
    /// needs a person stands right above the summary.
    var text: String {
        let width = findings.map(\.id.count).max() ?? 0
        let ordered = groups.enumerated().sorted { a, b in
            let worst = (a.element.worst, b.element.worst)
            return worst.0 == worst.1 ? a.offset < b.offset : worst.0 < worst.1
        }
        let lines = ordered.flatMap { $0.element.sorted }.map { finding in
            let status = finding.status.rawValue.padded(11)
            let action = finding.action.map { "; " + $0 } ?? ""
            let line = "\(status)  \(finding.id.padded(width))  \(finding.found)\(action)"
            // A path may hold a line break.
            return line.split(whereSeparator: \.isNewline).joined(separator: " ")
        }
        return (lines + [summary]).joined(separator: "\n")
    }

    private var summary: String {
        let count = counts
        return "problems: \(count[.problem, default: 0]), warnings: \(count[.warning, default: 0]), "
            + "not checked: \(count[.notChecked, default: 0]), ok: \(count[.ok, default: 0])"
    }

    private var counts: [Finding.Status: Int] { Dictionary(grouping: findings, by: \.status).mapValues(\.count) }
}

/// `auditor doctor --json`, samples/schemas/doctor.schema.json; findings in the registry's order.
extension DoctorReport: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("identity-auditor/doctor", forKey: .schema)
        try container.encode(1, forKey: .schemaVersion)
        try container.encode(Version.current, forKey: .version)
        try container.encode(exitStatus.rawValue, forKey: .exitStatus)
        var counts: [String: Int] = [:]
        for status in Finding.Status.allCases { counts[status.rawValue] = self.counts[status, default: 0] }
        try container.encode(counts, forKey: .counts)
        try container.encode(groups.map(\.check), forKey: .checks)
        try container.encode(findings.map(Line.init), forKey: .findings)
    }

    private struct Line: Encodable {
        var id: String
        var status: Finding.Status
        var found: String
        var action: String?

        init(_ finding: Finding) {
            id = finding.id
            status = finding.status
            found = finding.found
            action = finding.action
        }
    }

    private enum Key: String, CodingKey {
        case schema, version, counts, checks, findings
        case schemaVersion = "schema_version"
        case exitStatus = "exit_status"
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
