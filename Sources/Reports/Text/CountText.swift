import AuditCore

/// Counts and shares as text, the same in every locale.
enum CountText {
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
        return NumberText.fixed(share, digits: 1) + " %"
    }

    /// A non-negative integer padded with zeros.
    static func padded(_ value: Int, width: Int) -> String {
        let digits = value.description
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
