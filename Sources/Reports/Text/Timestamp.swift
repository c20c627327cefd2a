import AuditCore

/// A moment as `RunRecord` stores it, `YYYY-MM-DDTHH:MM:SSZ`, without a calendar library: the same under every locale
/// and time zone.
struct Timestamp {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

    /// Reads RFC 3339 with `Z`; nil for anything else.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
        func number(_ start: Int, _ length: Int) -> Int? {
            var value = 0
            for byte in bytes[start..<(start + length)] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private var days: Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    var seconds: Int { ((days * 24 + hour) * 60 + minute) * 60 + second }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// `14 March 2026, 02:00 UTC`.
    var words: String {
        "\(day) \(Self.months[month - 1]) \(year), "
            + "\(CountText.padded(hour, width: 2)):\(CountText.padded(minute, width: 2)) UTC"
    }

    /// `Sat, 14 Mar 2026 02:00:04 +0000` (RFC 5322).
    var mailDate: String {
        let weekday = Self.weekdays[((days % 7) + 7) % 7]
        let time = [hour, minute, second].map { CountText.padded($0, width: 2) }.joined(separator: ":")
        return "\(weekday), \(CountText.padded(day, width: 2)) \(Self.months[month - 1].prefix(3)) "
            + "\(CountText.padded(year, width: 4)) \(time) +0000"
    }

    /// How long it took from here to there: `17 min 35 s`.
    func duration(to end: Timestamp) -> String? {
        let total = end.seconds - seconds
        guard total >= 0 else { return nil }
        if total < 60 { return "\(total) s" }
        if total < 3600 { return "\(total / 60) min \(total % 60) s" }
        return "\(total / 3600) h \(total % 3600 / 60) min"
    }
}
