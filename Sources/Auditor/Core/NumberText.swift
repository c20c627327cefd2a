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
}
