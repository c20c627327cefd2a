import AuditCore

/// How numbers are written in sentences.
enum Wording {
    /// A rate from 0 to 1 in percent with three significant digits, without trailing zeros.
    static func rate(_ value: Double) -> String { number(value * 100) + " %" }

    /// A number with three significant digits, without trailing zeros; a very small one with its power of ten.
    static func number(_ value: Double) -> String {
        guard value != 0, value.magnitude < 1e-7 else {
            return NumberText.trimmed(NumberText.significant(value, digits: 3))
        }
        var (mantissa, exponent) = (value, 0)
        // 9.995 and more would be written as 10.
        while mantissa.magnitude < 0.9995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        return NumberText.trimmed(NumberText.fixed(mantissa, digits: 2)) + "e\(exponent)"
    }

    /// A reached rate with its interval.
    static func rate(_ value: Double, _ interval: [Double]) -> String {
        "\(rate(value)) (95 % interval \(rate(interval[0])) to \(rate(interval[1])))"
    }
}
