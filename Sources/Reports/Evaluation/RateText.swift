import AuditCore
import Evaluation

/// Error rates and other figures of an evaluation as text, the same in every locale.
enum RateText {
    /// A rate in percent with three significant digits: `0.125 %`, `2.31 %`, `31.4 %`.
    static func percent(_ rate: Double) -> String {
        guard rate.isFinite else { return "–" }
        return significant(100 * rate, digits: 3) + " %"
    }

    /// A target in percent as a person writes it: `10 %`, `0.1 %`, `0.00001 %`.
    static func target(_ rate: Double) -> String { trimmed(NumberText.fixed(100 * rate, digits: 9)) + " %" }

    /// `0.10 to 2.31 %`.
    static func interval(_ bounds: [Double]) -> String {
        guard bounds.count == 2 else { return "" }
        return "\(significant(100 * bounds[0], digits: 3)) to \(significant(100 * bounds[1], digits: 3)) %"
    }

    /// A number with so many significant digits, never fewer than it has before its point.
    static func significant(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return "–" }
        var (decimals, magnitude) = (digits - 1, value.magnitude)
        while magnitude >= 10, decimals > 0 { (magnitude, decimals) = (magnitude / 10, decimals - 1) }
        while magnitude > 0, magnitude < 1, decimals < 9 { (magnitude, decimals) = (magnitude * 10, decimals + 1) }
        return magnitude == 0 ? "0" : NumberText.fixed(value, digits: decimals)
    }

    /// A score or threshold in native units.
    static func score(_ value: Double) -> String { NumberText.fixed(value, digits: 4) }

    /// Without the zeros that end a fraction.
    static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var rest = Substring(text)
        while rest.hasSuffix("0") { rest.removeLast() }
        if rest.hasSuffix(".") { rest.removeLast() }
        return String(rest)
    }

    /// `12.3 ms`, `1.25 s`.
    static func duration(_ seconds: Double) -> String {
        seconds < 1
            ? significant(seconds * 1000, digits: 3) + " ms" : significant(seconds, digits: 3) + " s"
    }

    /// `512 bytes`, `310 MB`: powers of ten.
    static func bytes(_ count: Int) -> String {
        if count < 10_000 { return "\(CountText.grouped(count)) bytes" }
        if count < 1_000_000 { return significant(Double(count) / 1e3, digits: 3) + " kB" }
        return significant(Double(count) / 1e6, digits: 3) + " MB"
    }

    /// A number per second.
    static func perSecond(_ value: Double) -> String {
        value >= 1000 ? CountText.grouped(Int(min(value, 9e15).rounded())) : significant(value, digits: 3)
    }
}
