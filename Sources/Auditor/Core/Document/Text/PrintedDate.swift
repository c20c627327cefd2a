/// Dates as documents print them.
enum PrintedDate {
    /// Which part stands first where only numbers are printed.
    enum Order: Sendable { case dayFirst, monthFirst }

    /// What a date is of: it tells the century of two-digit years.
    enum Kind: Sendable { case birth, expiry }

    /// The first date in a row of words, and how many words it takes.
    /// - Parameter order: What `03/04/2020` means; nil when that is not known: then such a date is none.
    static func first(
        in words: [String], kind: Kind, order: Order?, asOf: CivilDate
    ) -> (date: CivilDate, words: Range<Int>)? {
        for start in words.indices {
            for count in [1, 2, 3, 4] where start + count <= words.count {
                let tokens = words[start..<start + count].flatMap { Self.tokens(of: $0) }
                if let date = date(of: tokens, kind: kind, order: order, asOf: asOf) {
                    return (date, start..<start + count)
                }
            }
        }
        return nil
    }

    /// The order that a row of words betrays: by a date with a part above 12.
    static func order(in words: [String]) -> Order? {
        for word in words {
            let numbers = tokens(of: word).compactMap { Int($0) }
            guard numbers.count == 3, numbers[2] > 31 || word.contains("/") || word.contains("."), numbers[0] <= 31,
                numbers[1] <= 31
            else { continue }
            if numbers[0] > 12, numbers[1] <= 12 { return .dayFirst }
            if numbers[1] > 12, numbers[0] <= 12 { return .monthFirst }
            // Points separate days from months, in that order.
            if word.contains(".") { return .dayFirst }
        }
        return nil
    }

    private static func tokens(of word: String) -> [String] {
        word.split { !$0.isLetter && !$0.isNumber }.flatMap { part -> [String] in
            // 08NOV1985 is three tokens.
            var tokens: [String] = []
            var last: Bool?
            for character in part {
                let isDigit = character.isASCII && character.isNumber
                if isDigit == last {
                    tokens[tokens.count - 1].append(character)
                } else {
                    tokens.append(String(character))
                }
                last = isDigit
            }
            return tokens
        }
    }

    private static func date(of tokens: [String], kind: Kind, order: Order?, asOf: CivilDate) -> CivilDate? {
        if tokens.count == 1, let text = tokens.first, text.utf8.count == 8, let number = Int(text) {
            // YYYYMMDD, or by the order.
            if let date = CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100),
                isLikely(date, asOf)
            {
                return date
            }
            return numeric([number / 1_000_000, number / 10_000 % 100], year: number % 10_000, order)
        }
        guard tokens.count >= 3, tokens.count <= 4 else { return nil }
        // Bilingual months stand twice: 15 AUG/AOU 85.
        let months = tokens.dropFirst().dropLast().compactMap { month($0) }
        guard let first = Int(tokens[0]), let last = tokens.last.flatMap({ Int($0) }), tokens[0].utf8.count <= 4 else {
            // Aug 15, 1985
            guard tokens.count == 3, let month = month(tokens[0]), let day = Int(tokens[1]), let year = Int(tokens[2]),
                let full = fullYear(year, tokens[2], kind, month, day, asOf)
            else { return nil }
            return CivilDate(year: full, month: month, day: day)
        }
        let lastText = tokens[tokens.count - 1]
        if months.count == tokens.count - 2, let month = months.first {
            if tokens[0].utf8.count == 4 { return CivilDate(year: first, month: month, day: last) }
            guard let year = fullYear(last, lastText, kind, month, first, asOf) else { return nil }
            return CivilDate(year: year, month: month, day: first)
        }
        guard tokens.count == 3, let middle = Int(tokens[1]), tokens[1].utf8.count <= 2 else { return nil }
        if tokens[0].utf8.count == 4 { return CivilDate(year: first, month: middle, day: last) }
        guard let year = fullYear(last, lastText, kind, min(middle, 12), min(first, 31), asOf) else { return nil }
        return numeric([first, middle], year: year, order)
    }

    private static func numeric(_ parts: [Int], year: Int, _ order: Order?) -> CivilDate? {
        let dayFirst = CivilDate(year: year, month: parts[1], day: parts[0])
        let monthFirst = CivilDate(year: year, month: parts[0], day: parts[1])
        guard let dayFirst, let monthFirst, dayFirst != monthFirst else { return dayFirst ?? monthFirst }
        switch order {
        case .dayFirst: return dayFirst
        case .monthFirst: return monthFirst
        case nil: return nil
        }
    }

    private static func isLikely(_ date: CivilDate, _ asOf: CivilDate) -> Bool {
        (1900...asOf.year + 60).contains(date.year)
    }

    /// A year of two digits by the rules of machine-readable zones; other lengths than 2 and 4 are no year.
    private static func fullYear(
        _ year: Int, _ text: String, _ kind: Kind, _ month: Int, _ day: Int, _ asOf: CivilDate
    ) -> Int? {
        if text.utf8.count == 4 { return year }
        guard text.utf8.count == 2 else { return nil }
        switch kind {
        case .birth:
            let full = asOf.year / 100 * 100 + year
            return (full, month, day) > (asOf.year, asOf.month, asOf.day) ? full - 100 : full
        case .expiry:
            let first = asOf.year - MRZDates.expiryReach
            return first + ((year - first) % 100 + 100) % 100
        }
    }

    /// A month by its name, written out or cut to three letters or more, in the languages below.
    static func month(_ text: String) -> Int? {
        let name = ICAOName.spellings(text).last ?? text
        guard name.count >= 3, Int(name) == nil else { return nil }
        let found = Set(
            names.flatMap { language in
                language.enumerated().filter { $0.element.hasPrefix(name) || $0.element == name }.map(\.offset)
            })
        return found.count == 1 ? found.first.map { $0 + 1 } : nil
    }

    /// English, French, German, Spanish, Italian, Portuguese, Dutch, Polish, Romanian.
    private static let names: [[String]] = [
        "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER",
        "JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE",
        "JANUAR FEBRUAR MARZ APRIL MAI JUNI JULI AUGUST SEPTEMBER OKTOBER NOVEMBER DEZEMBER",
        "ENERO FEBRERO MARZO ABRIL MAYO JUNIO JULIO AGOSTO SEPTIEMBRE OCTUBRE NOVIEMBRE DICIEMBRE",
        "GENNAIO FEBBRAIO MARZO APRILE MAGGIO GIUGNO LUGLIO AGOSTO SETTEMBRE OTTOBRE NOVEMBRE DICEMBRE",
        "JANEIRO FEVEREIRO MARCO ABRIL MAIO JUNHO JULHO AGOSTO SETEMBRO OUTUBRO NOVEMBRO DEZEMBRO",
        "JANUARI FEBRUARI MAART APRIL MEI JUNI JULI AUGUSTUS SEPTEMBER OKTOBER NOVEMBER DECEMBER",
        "STYCZNIA LUTEGO MARCA KWIETNIA MAJA CZERWCA LIPCA SIERPNIA WRZESNIA PAZDZIERNIKA LISTOPADA GRUDNIA",
        "IANUARIE FEBRUARIE MARTIE APRILIE MAI IUNIE IULIE AUGUST SEPTEMBRIE OCTOMBRIE NOIEMBRIE DECEMBRIE",
    ].map { $0.split(separator: " ").map(String.init) }
}
