/// The arithmetic of national numbers; characters are 0-9 for digits and 10-35 for letters.
enum NationalIDChecks {
    private static let dniLetters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8).compactMap { MRZSymbol.index(of: $0) }

    /// Weighted sum of the first characters.
    private static func sum(_ symbols: some Sequence<Int>, _ weights: [Int]) -> Int {
        zip(symbols, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// So many characters, all of them digits.
    private static func isDigits(_ symbols: some Collection<Int>, _ count: Int) -> Bool {
        symbols.count == count && symbols.allSatisfy { $0 < 10 }
    }

    private static func number(_ digits: some Sequence<Int>) -> Int { digits.reduce(0) { $0 * 10 + $1 } }

    private static func isDay(year: Int, month: Int, day: Int) -> Bool {
        CivilDate(year: year, month: month, day: day) != nil
    }

    static func luhn(_ digits: [Int]) -> Bool {
        digits.reversed().enumerated().reduce(0) { sum, item in
            let doubled = item.element * (item.offset % 2 == 1 ? 2 : 1)
            return sum + doubled / 10 + doubled % 10
        } % 10 == 0
    }

    static func spanish(_ s: [Int]) -> Bool {
        isDigits(s.dropLast(), 8) && dniLetters[number(s.prefix(8)) % 23] == s[8]
    }

    /// X, Y or Z stands for 0, 1 or 2.
    static func spanishForeigner(_ s: [Int]) -> Bool {
        guard let first = s.first, (33...35).contains(first) else { return false }
        return spanish([first - 33] + s.dropFirst())
    }

    static func italian(_ s: [Int]) -> Bool {
        guard s.count == 16, s.prefix(6).allSatisfy({ $0 >= 10 }), s[8] >= 10, s[11] >= 10, s[15] >= 10 else {
            return false
        }
        // Values at odd places (the first is odd) of 0-9 or A-J, then K-Z; D.M. 23 December 1976.
        let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
        let total = s.prefix(15).enumerated().reduce(0) { sum, item in
            let value = item.element < 10 ? item.element : item.element - 10
            return sum + (item.offset % 2 == 0 ? odd[value] : value)
        }
        return total % 26 == s[15] - 10
    }

    static func portuguese(_ s: [Int]) -> Bool {
        guard isDigits(s, 9), s[0] != 0 else { return false }
        let rest = (11 - sum(s.prefix(8), [9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10
        return rest == s[8]
    }

    static func polish(_ s: [Int]) -> Bool {
        guard isDigits(s, 11) else { return false }
        // The month tells the century: 80 for 1800, 20 for 2000...
        let month = number(s[2..<4])
        let century = [19, 20, 21, 22, 18][month / 20]
        return isDay(year: century * 100 + number(s[0..<2]), month: month % 20, day: number(s[4..<6]))
            && (10 - sum(s.prefix(10), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10 == s[10]
    }

    static func dutch(_ s: [Int]) -> Bool {
        isDigits(s, 9) && number(s) > 0 && sum(s, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0
    }

    static func belgian(_ s: [Int]) -> Bool {
        guard isDigits(s, 11) else { return false }
        let (base, check) = (number(s.prefix(9)), number(s.suffix(2)))
        return 97 - base % 97 == check || 97 - (2_000_000_000 + base) % 97 == check
    }

    /// Ten digits, or twelve with the century.
    static func swedish(_ s: [Int]) -> Bool {
        let short = Array(s.suffix(10))
        guard isDigits(s, 10) || isDigits(s, 12) else { return false }
        // Coordination numbers add 60 to the day.
        let day = number(short[4..<6])
        return (1...12).contains(number(short[2..<4])) && (1...31).contains(day > 60 ? day - 60 : day) && luhn(short)
    }

    /// The sign of the century has been passed over when it is `-` or `+`, or is a letter.
    static func finnish(_ s: [Int]) -> Bool {
        let compact = s.count == 11 && s[6] >= 10 ? Array(s.prefix(6) + s.suffix(4)) : s
        guard compact.count == 10, isDigits(compact.prefix(9), 9) else { return false }
        let letters = Array("0123456789ABCDEFHJKLMNPRSTUVWXY".utf8).compactMap { MRZSymbol.index(of: $0) }
        let (day, month, year) = (number(compact[0..<2]), number(compact[2..<4]), number(compact[4..<6]))
        return (isDay(year: 1900 + year, month: month, day: day) || isDay(year: 2000 + year, month: month, day: day))
            && letters[number(compact.prefix(9)) % 31] == compact[9]
    }

    static func norwegian(_ s: [Int]) -> Bool {
        guard isDigits(s, 11) else { return false }
        let first = (11 - sum(s.prefix(9), [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11) % 11
        let second = (11 - sum(s.prefix(10), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11
        return first == s[9] && second == s[10]
    }

    static func bulgarian(_ s: [Int]) -> Bool {
        guard isDigits(s, 10) else { return false }
        let month = number(s[2..<4])
        let (century, shift) = month > 40 ? (2000, 40) : month > 20 ? (1800, 20) : (1900, 0)
        return isDay(year: century + number(s[0..<2]), month: month - shift, day: number(s[4..<6]))
            && sum(s.prefix(9), [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == s[9]
    }

    static func romanian(_ s: [Int]) -> Bool {
        guard isDigits(s, 13), (1...9).contains(s[0]) else { return false }
        let rest = sum(s.prefix(12), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
        return (1...12).contains(number(s[3..<5])) && (1...31).contains(number(s[5..<7]))
            && (rest == 10 ? 1 : rest) == s[12]
    }

    static func baltic(_ s: [Int]) -> Bool {
        guard isDigits(s, 11), (1...8).contains(s[0]) else { return false }
        let century = 1800 + (s[0] - 1) / 2 * 100
        guard isDay(year: century + number(s[1..<3]), month: number(s[3..<5]), day: number(s[5..<7])) else {
            return false
        }
        let first = sum(s.prefix(10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
        let second = sum(s.prefix(10), [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10
        return (first < 10 ? first : second) == s[10]
    }

    /// ISO 7064, MOD 11,10.
    static func croatian(_ s: [Int]) -> Bool {
        guard isDigits(s, 11) else { return false }
        let check = s.prefix(10).reduce(10) { rest, digit in
            let sum = (rest + digit) % 10
            return (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (11 - check) % 10 == s[10]
    }

    static func brazilian(_ s: [Int]) -> Bool {
        guard isDigits(s, 11), Set(s).count > 1 else { return false }
        let first = sum(s.prefix(9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10
        let second = sum(s.prefix(10), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10
        return first == s[9] && second == s[10]
    }

    /// Seven or eight digits and a digit or K.
    static func chilean(_ s: [Int]) -> Bool {
        guard (8...9).contains(s.count), isDigits(s.dropLast(), s.count - 1) else { return false }
        let rest = 11 - sum(s.dropLast().reversed(), [2, 3, 4, 5, 6, 7, 2, 3]) % 11
        return s.last == (rest == 11 ? 0 : rest == 10 ? 20 : rest)
    }

    /// ISO 7064, MOD 11-2; X is ten.
    static func chinese(_ s: [Int]) -> Bool {
        guard s.count == 18, isDigits(s.prefix(17), 17),
            isDay(year: number(s[6..<10]), month: number(s[10..<12]), day: number(s[12..<14]))
        else { return false }
        let rest = (12 - sum(s.prefix(17), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) % 11
        return s[17] == (rest == 10 ? 33 : rest)
    }

    static func indian(_ s: [Int]) -> Bool { isDigits(s, 12) && s[0] > 1 && Verhoeff.isValid(s) }

    static func turkish(_ s: [Int]) -> Bool {
        guard isDigits(s, 11), s[0] != 0 else { return false }
        let odd = s[0] + s[2] + s[4] + s[6] + s[8]
        let even = s[1] + s[3] + s[5] + s[7]
        return ((7 * odd - even) % 10 + 10) % 10 == s[9] && s.prefix(10).reduce(0, +) % 10 == s[10]
    }

    static func southAfrican(_ s: [Int]) -> Bool {
        isDigits(s, 13) && (1...12).contains(number(s[2..<4])) && (1...31).contains(number(s[4..<6])) && s[10] < 2
            && luhn(s)
    }
}
