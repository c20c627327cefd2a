/// The dates of machine-readable zones, which have two digits for the year (ICAO Doc 9303-3, 4.8).
///
/// A birth date is the latest one that is not after the as-of date: who is older than a hundred years appears a hundred
/// years younger. An expiry is taken from the hundred years that start fifty years before the as-of date's year.
public enum MRZDates {
    /// Years before the as-of date's from which an expiry is taken.
    public static let expiryReach = 50

    /// A birth date: `YYYY-MM-DD`; `YYYY-MM` or `YYYY` when the day, or month and day, are unknown (`<<` or `00`); empty when all
    /// is unknown; nil when it is no date.
    public static func birth(_ text: some StringProtocol, asOf: CivilDate) -> String? {
        guard let parts = parts(text) else { return nil }
        guard let shortYear = parts.year else { return parts.month == nil && parts.day == nil ? "" : nil }
        // An unknown part may still be in the future, so only the known ones are compared.
        var year = asOf.year / 100 * 100 + shortYear
        let month = parts.month ?? 1
        if (year, month, parts.day ?? 1) > (asOf.year, asOf.month, asOf.day) { year -= 100 }
        return join(year, parts.month, parts.day)
    }

    /// An expiry: `YYYY-MM-DD`; empty when the document does not expire (`<<<<<<`); nil when it is no date.
    public static func expiry(_ text: some StringProtocol, asOf: CivilDate) -> String? {
        guard let parts = parts(text) else { return nil }
        guard let shortYear = parts.year else { return parts.month == nil && parts.day == nil ? "" : nil }
        guard parts.month != nil, parts.day != nil else { return nil }
        let first = asOf.year - expiryReach
        let year = first + ((shortYear - first) % 100 + 100) % 100
        return join(year, parts.month, parts.day)
    }

    private static func parts(_ text: some StringProtocol) -> (year: Int?, month: Int?, day: Int?)? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6 else { return nil }
        var numbers: [Int?] = []
        for start in [0, 2, 4] {
            let pair = bytes[start..<start + 2]
            if pair.allSatisfy({ $0 == 0x3C }) {
                numbers.append(nil)
            } else if pair.allSatisfy({ (0x30...0x39).contains($0) }) {
                let number = pair.reduce(0) { $0 * 10 + Int($1 - 0x30) }
                numbers.append(start > 0 && number == 0 ? nil : number)
            } else {
                return nil
            }
        }
        // A day of an unknown month says nothing.
        if numbers[1] == nil, numbers[2] != nil { return nil }
        return (numbers[0], numbers[1], numbers[2])
    }

    private static func join(_ year: Int, _ month: Int?, _ day: Int?) -> String? {
        guard let month else { return CivilDate.padded(year, 4) }
        guard let day else {
            return (1...12).contains(month) ? "\(CivilDate.padded(year, 4))-\(CivilDate.padded(month, 2))" : nil
        }
        return CivilDate(year: year, month: month, day: day)?.description
    }
}
