/// Numbers as text, the same in every locale.
public enum NumberText {
    /// A number with a fixed count of decimals, rounded half away from zero; zero has no sign. A number that is not
    /// finite, or too large to have decimals, is given as Swift describes it.
    public static func fixed(_ value: Double, digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = String(Int(scaled))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + whole }
        let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
        return "\(sign)\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }

    /// A number with so many significant digits, never fewer than it has before its point and never more than nine after
    /// it; `–` when it is not finite.
    public static func significant(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return "–" }
        var (decimals, magnitude) = (digits - 1, value.magnitude)
        while magnitude >= 10, decimals > 0 { (magnitude, decimals) = (magnitude / 10, decimals - 1) }
        while magnitude > 0, magnitude < 1, decimals < 9 { (magnitude, decimals) = (magnitude * 10, decimals + 1) }
        return magnitude == 0 ? "0" : fixed(value, digits: decimals)
    }

    /// A rate in percent with three significant digits: `0.125 %`, `2.31 %`, `31.4 %`; `–` when it is not finite.
    public static func percent(_ rate: Double) -> String {
        rate.isFinite ? significant(100 * rate, digits: 3) + " %" : "–"
    }

    /// The text of a number without the zeros that end its fraction.
    public static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var rest = Substring(text)
        while rest.hasSuffix("0") { rest.removeLast() }
        if rest.hasSuffix(".") { rest.removeLast() }
        return String(rest)
    }
}
