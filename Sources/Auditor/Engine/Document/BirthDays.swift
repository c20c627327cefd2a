import AuditCore

/// The days on which somebody can have been born, by a date of which day and month may be unknown.
struct BirthDays: Equatable {
    let earliest: CivilDate
    let latest: CivilDate

    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; nil for anything else.
    init?(_ text: String) {
        if let day = CivilDate(text) {
            (earliest, latest) = (day, day)
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let year = parts[0], parts.allSatisfy({ $0 != nil }) else { return nil }
        let months = parts.count == 2 ? [parts[1] ?? 0] : [1, 12]
        guard let first = CivilDate(year: year, month: months[0], day: 1), let month = months.last,
            let last = CivilDate(year: year, month: month, day: CivilDate.days(inMonth: month, of: year))
        else { return nil }
        (earliest, latest) = (first, last)
    }
}
