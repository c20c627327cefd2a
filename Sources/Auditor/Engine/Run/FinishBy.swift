#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The moment after which a run takes no new request: `--finish-by`.
public struct FinishBy: Equatable, Sendable {
    /// What the user wrote.
    public let text: String
    /// The moment.
    public let date: Date

    /// Why a time cannot be used.
    public enum Problem: Error, Equatable, Sendable {
        /// Neither `HH:MM`, `HH:MM:SS` nor RFC 3339.
        case malformed
        /// A date and time that has passed.
        case past
    }

    /// Reads `HH:MM` or `HH:MM:SS`, the next time that clocks in `timeZone` show it, or RFC 3339 with an offset.
    ///
    /// Where the clocks skip the time, it is the first moment after the gap; where they show it twice, the first one
    /// that is still to come. A time that is this very moment is the next one, a day later.
    public init(_ text: String, now: Date, timeZone: TimeZone) throws(Problem) {
        self.text = text
        if let clock = Self.clock(text) {
            guard let date = Self.next(clock, after: now, timeZone: timeZone) else { throw .malformed }
            self.date = date
        } else {
            // Foundation takes 30 February too; fractions of a second, which RFC 3339 allows, it does not take.
            guard Timestamp.isValid(text), let date = try? Date(text, strategy: Date.ISO8601FormatStyle()) else {
                throw .malformed
            }
            guard date > now else { throw .past }
            self.date = date
        }
    }

    private static func clock(_ text: String) -> DateComponents? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) } + [0]
        guard numbers[0] < 24, numbers[1] < 60, numbers[2] < 60 else { return nil }
        return DateComponents(hour: numbers[0], minute: numbers[1], second: numbers[2])
    }

    private static func next(_ clock: DateComponents, after now: Date, timeZone: TimeZone) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let candidates = [Calendar.RepeatedTimePolicy.first, .last].compactMap { repeated in
            calendar.nextDate(after: now, matching: clock, matchingPolicy: .nextTime, repeatedTimePolicy: repeated)
        }
        return candidates.filter { $0 > now }.min()
    }
}
