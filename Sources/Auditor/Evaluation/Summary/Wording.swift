#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// How numbers are written in sentences.
enum Wording {
    /// A rate from 0 to 1 in percent with three significant digits.
    static func rate(_ value: Double) -> String { number(value * 100) + " %" }

    /// A number with three significant digits, without trailing zeros.
    static func number(_ value: Double) -> String {
        guard value != 0, abs(value) < 1e15 else { return value == 0 ? "0" : "\(value)" }
        let digits = max(0, 2 - Int(log10(abs(value)).rounded(.down)))
        guard digits <= 12 else { return "\(value)" }
        let scale = pow(10, Double(digits))
        let scaled = Int((value * scale).rounded())
        let whole = String(abs(scaled))
        let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
        var text = String(padded.dropLast(digits))
        var fraction = padded.suffix(digits)
        while fraction.last == "0" { fraction.removeLast() }
        if !fraction.isEmpty { text += "." + fraction }
        return (value < 0 ? "-" : "") + text
    }

    /// A reached rate with its interval.
    static func rate(_ value: Double, _ interval: [Double]) -> String {
        "\(rate(value)) (95 % interval \(rate(interval[0])) to \(rate(interval[1])))"
    }
}
