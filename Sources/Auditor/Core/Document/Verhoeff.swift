/// Verhoeff's check digit over the dihedral group of the pentagon (Error Detecting Decimal Codes, 1969): finds every wrong
/// digit and every exchange of neighbours.
enum Verhoeff {
    /// Whether the last of the digits is their check digit.
    static func isValid(_ digits: [Int]) -> Bool { fold(digits, from: 0) == 0 }

    /// The digit to append.
    static func digit(of digits: [Int]) -> Int { inverse[fold(digits, from: 1)] }

    private static func fold(_ digits: [Int], from position: Int) -> Int {
        digits.reversed().enumerated().reduce(0) { rest, item in
            product(rest, permuted(item.element, times: item.offset + position))
        }
    }

    /// Multiplication in D5: 0-4 are rotations, 5-9 reflections.
    private static func product(_ a: Int, _ b: Int) -> Int {
        switch (a < 5, b < 5) {
        case (true, true): (a + b) % 5
        case (true, false): 5 + (a + b) % 5
        case (false, true): 5 + (a - b) % 5
        case (false, false): (a - b + 5) % 5
        }
    }

    private static let inverse = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9]
    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    private static func permuted(_ digit: Int, times: Int) -> Int {
        (0..<times % 8).reduce(digit) { digit, _ in permutation[digit] }
    }
}
