/// Numbers with a fixed number of decimals, the same in every locale.
enum FixedDigits {
    /// The number rounded to the decimals, half away from zero; nil when it is not finite. Zero has no sign.
    static func text(_ value: Double, decimals: Int) -> String? {
        guard value.isFinite else { return nil }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        // Beyond it a double has no decimals left to round.
        guard scaled < 9e15 else { return value.description }
        let whole = Int(scaled)
        let sign = value < 0 && whole != 0 ? "-" : ""
        let divisor = Int(scale)
        guard decimals > 0 else { return sign + whole.description }
        let fraction = (whole % divisor).description
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(sign)\(whole / divisor).\(zeros)\(fraction)"
    }

    /// An integer with thin spaces between groups of three digits, from five digits on.
    static func grouped(_ value: Int) -> String {
        let digits = Array(value.magnitude.description)
        guard digits.count > 4 else { return value.description }
        var result = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "\u{202F}" }
            result.append(digit)
        }
        return result
    }

    /// A non-negative integer padded with zeros.
    static func padded(_ value: Int, width: Int) -> String {
        let digits = value.description
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
