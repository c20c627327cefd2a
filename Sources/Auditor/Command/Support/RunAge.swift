import ArgumentParser
import AuditEngine
import Foundation

/// How long ago a run last finished.
enum RunAge {
    /// Whole seconds, none below 0; nil when no run has finished.
    static func seconds(_ last: StatusFile.LastFinished?, now: Date) -> Int? {
        guard let last, let date = try? Date(last.at, strategy: .iso8601) else { return nil }
        return max(0, Int(now.timeIntervalSince(date)))
    }

    /// `newest finished run: 7, 9 h 12 min ago`.
    static func words(_ last: StatusFile.LastFinished?, now: Date) -> String {
        guard let last, let seconds = seconds(last, now: now) else { return "no run has finished yet" }
        let age = seconds < 172_800 ? ProgressText.duration(Double(seconds)) : "\(seconds / 86400) days"
        return "newest finished run: \(last.run), \(age) ago"
    }
}

/// A length of time as people write it: `90s`, `90m`, `26h`, `2d`.
struct AgeLimit: ExpressibleByArgument {
    let text: String
    let seconds: Int

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        let number = argument.dropLast()
        guard let unit = argument.last.flatMap({ units[$0] }), (1...6).contains(number.utf8.count),
            number.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(number)
        else { return nil }
        text = argument
        seconds = count * unit
    }
}

extension FinishBy {
    /// Reads the option's value against the clock and the time zone of this machine.
    @Sendable static func option(_ text: String) throws -> FinishBy {
        do throws(Problem) {
            return try FinishBy(text, now: Date(), timeZone: .current)
        } catch {
            switch error {
            case .malformed: throw ValidationError("\(text) is no HH:MM, HH:MM:SS or RFC 3339 time.")
            case .past: throw ValidationError("\(text) has passed; HH:MM is always the next one.")
            }
        }
    }
}
