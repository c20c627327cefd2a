public import AuditCore

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Times and dates as records hold them: UTC, RFC 3339, whole seconds; independent of locale and time zone.
public enum UTCTime {
    /// `2026-01-31T22:05:09Z`.
    public static func text(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
    }

    /// The time that `text` wrote; nil for anything else.
    public static func date(_ text: String) -> Date? {
        try? Date.ISO8601FormatStyle(timeZone: .gmt).parse(text)
    }

    /// `2026-01-31`, in UTC.
    public static func day(_ date: Date) -> String { String(text(date).prefix(10)) }

    /// Today, in UTC; a clock beyond the calendar shows its last day.
    public static var today: CivilDate { CivilDate(day(Date())) ?? .last }

    /// A time that `text` wrote, so many hours earlier; what is no time stays.
    static func text(_ time: String, minusHours hours: Int) -> String {
        date(time).map { text($0.addingTimeInterval(-3600 * Double(hours))) } ?? time
    }
}
