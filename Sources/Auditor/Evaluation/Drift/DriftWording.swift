import AuditCore

/// Drift in words.
enum DriftWording {
    /// The conclusions, most important first.
    static func conclusions(
        _ findings: [FigureFinding], changes: [DriftChange], run: Int, window: Int, options: DriftOptions
    ) -> [String] {
        func sentences(_ state: FigureFinding.State) -> [String] {
            findings.filter { $0.state == state }.map(\.sentence)
        }
        let tested = findings.count { $0.pValue != nil }
        let alarms = sentences(.alarm)
        var lines: [String] = []
        if window == 0 {
            lines.append("Run \(run) has no finished run before it, with requests of its own, to be compared with.")
        } else if tested == 0 {
            let reason =
                findings.contains { $0.state == .knownCause }
                ? "what could be tested has a known cause below, and of the rest there are too few values"
                : "a figure needs \(options.leastValues) values in the run and \(options.leastReference) before it"
            lines.append("Run \(run): not enough to tell; \(reason).")
        } else if alarms.isEmpty {
            lines.append(
                "Run \(run): no drift in \(count(tested, "figure", "figures")) tested against "
                    + "\(count(window, "run", "runs")) before it.")
        } else {
            lines.append(
                "Run \(run): drift in \(alarms.count) of \(count(tested, "figure", "figures")) tested against "
                    + "\(count(window, "run", "runs")) before it.")
        }
        lines += alarms
        let known = findings.count { $0.state == .knownCause }
        lines += changes.map(\.sentence)
        if known > 0 {
            lines.append(
                "\(count(known, "figure has", "figures have")) such a cause and cannot be compared; this is not called drift."
            )
        }
        let small = findings.count { $0.state == .small }
        if small > 0 {
            lines.append(
                "\(count(small, "figure has", "figures have")) changed beyond chance, but by less than matters.")
        }
        let few = findings.count { $0.state == .notEnough }
        if few > 0, tested > 0 {
            lines.append("\(count(few, "figure has", "figures have")) too few values to tell.")
        }
        return lines
    }

    /// One figure's finding.
    static func sentence(_ finding: FigureFinding, _ options: DriftOptions) -> String {
        let name = title(finding)
        let now = text(finding.value, finding.kind)
        let before = text(finding.referenceValue, finding.kind)
        let among =
            "\(count(finding.referenceNights, "run", "runs")) before (\(finding.referenceCount) \(unit(finding)))"
        switch finding.state {
        case .notEnough:
            return "\(name): not enough to tell, \(finding.count) \(unit(finding)) in the run "
                + "(\(options.leastValues) needed) and \(finding.referenceCount) before (\(options.leastReference) needed)."
        case .knownCause:
            return "\(name): \(now), before \(before); a known change lies between, so this is not tested."
        case .steady:
            return "\(name): \(now), in \(among) \(before); no change that chance does not explain."
        case .small:
            return "\(name): \(now), in \(among) \(before); changed beyond chance, but by less than matters."
        case .alarm:
            return "\(name): \(now), in \(among) \(before)\(effect(finding)), \(chance(finding.adjustedPValue))."
        }
    }

    private static func effect(_ finding: FigureFinding) -> String {
        guard let effect = finding.effect, !isShare(finding.kind) else { return "" }
        return "; the distributions are \(NumberText.significant(100 * effect, digits: 2)) points apart"
    }

    private static func chance(_ value: Double?) -> String {
        guard let value else { return "" }
        return value < 0.0001
            ? "p below 0.0001 after adjustment" : "p = \(NumberText.significant(value, digits: 2)) after adjustment"
    }

    /// `Scores of opencv, median`, `Requests with reason no_face`.
    static func title(_ finding: FigureFinding) -> String {
        let parts = finding.id.split(separator: "/").map(String.init)
        let from = finding.matcher.map { " by \($0)" } ?? ""
        switch finding.kind {
        case .score: return "Scores of \(finding.matcher ?? ""), median"
        case .confidence: return "Detector confidence on the \(role(parts, 1))\(from), median"
        case .quality: return "\(words(parts, 1)) of the \(role(parts, 2))\(from), median"
        case .photo: return "Size of the \(role(parts, 2)) photo in bytes, median"
        case .outcome: return "Requests with outcome \(parts.last ?? "")"
        case .reason: return "Requests with reason \(parts.last ?? "")"
        }
    }

    private static func words(_ parts: [String], _ index: Int) -> String {
        let text = index < parts.count ? parts[index].split(separator: "_").joined(separator: " ") : ""
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static func role(_ parts: [String], _ index: Int) -> String {
        index < parts.count ? parts[index].split(separator: "_").joined(separator: " ") : ""
    }

    private static func unit(_ finding: FigureFinding) -> String { isShare(finding.kind) ? "requests" : "values" }

    private static func isShare(_ kind: DriftFigure.Kind) -> Bool { kind == .outcome || kind == .reason }

    private static func text(_ value: Double?, _ kind: DriftFigure.Kind) -> String {
        guard let value else { return "none" }
        if isShare(kind) { return NumberText.percent(value) }
        return NumberText.significant(value, digits: kind == .photo ? 3 : 4)
    }

    private static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }
}
