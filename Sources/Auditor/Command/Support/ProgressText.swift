import AuditCore
import AuditEngine

/// Progress as text: a bar for terminals, a line for logs, a JSON event for programs.
enum ProgressText {
    static func bar(_ content: StatusFile.Content) -> String {
        let progress = content.progress
        let width = 30
        let filled = progress.rows > 0 ? width * progress.decided / progress.rows : 0
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "\(bar) \(line(content))"
    }

    static func line(_ content: StatusFile.Content) -> String {
        let progress = content.progress
        var parts = ["\(progress.phase.rawValue) \(progress.decided)/\(progress.rows)"]
        if progress.phase == .deciding {
            if let rate = content.rate { parts.append("\(NumberText.fixed(rate, digits: 1)) requests/s") }
            if let left = content.secondsLeft { parts.append("about \(duration(left)) left") }
        }
        let counts = ["approved", "rejected", "review", "error"].compactMap { name in
            progress.counts[name].map { "\($0) \(name)" }
        }
        return (parts + counts).joined(separator: ", ")
    }

    static func event(_ content: StatusFile.Content) -> String {
        (try? JSONOutput.text(content, pretty: false)) ?? "{}"
    }

    static func duration(_ seconds: Double) -> String {
        let total = Int(min(seconds.rounded(), 359_999))
        if total < 60 { return "\(total) s" }
        if total < 3600 { return "\(total / 60) min \(total % 60) s" }
        return "\(total / 3600) h \(total % 3600 / 60) min"
    }

}
