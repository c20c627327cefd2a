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

    /// An integer with commas between groups of three digits.
    static func grouped(_ value: Int) -> String {
        let digits = Array(value.magnitude.description)
        var result = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }

    /// A share in percent with one decimal; what is not nothing and not all never looks so.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0 %" }
        let share = 100 * Double(part) / Double(whole)
        if part > 0, share < 0.1 { return "< 0.1 %" }
        if part < whole, share > 99.9 { return "> 99.9 %" }
        return (text(share, decimals: 1) ?? "") + " %"
    }

    /// A non-negative integer padded with zeros.
    static func padded(_ value: Int, width: Int) -> String {
        let digits = value.description
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
