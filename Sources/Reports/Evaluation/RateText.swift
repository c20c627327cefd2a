import AuditCore
import Evaluation

/// Error rates and other figures of an evaluation as text, the same in every locale.
enum RateText {
    /// A target in percent as a person writes it: `10 %`, `0.1 %`, `0.00001 %`.
    static func target(_ rate: Double) -> String { NumberText.trimmed(NumberText.fixed(100 * rate, digits: 9)) + " %" }

    /// `0.10 to 2.31 %`.
    static func interval(_ bounds: [Double]) -> String {
        guard bounds.count == 2 else { return "" }
        return
            "\(NumberText.significant(100 * bounds[0], digits: 3)) to \(NumberText.significant(100 * bounds[1], digits: 3)) %"
    }

    /// A score or threshold in native units.
    static func score(_ value: Double) -> String { NumberText.fixed(value, digits: 4) }

    /// `12.3 ms`, `1.25 s`.
    static func duration(_ seconds: Double) -> String {
        seconds < 1
            ? NumberText.significant(seconds * 1000, digits: 3) + " ms"
            : NumberText.significant(seconds, digits: 3) + " s"
    }

    /// `512 bytes`, `310 MB`: powers of ten.
    static func bytes(_ count: Int) -> String {
        if count < 10_000 { return "\(CountText.grouped(count)) bytes" }
        if count < 1_000_000 { return NumberText.significant(Double(count) / 1e3, digits: 3) + " kB" }
        return NumberText.significant(Double(count) / 1e6, digits: 3) + " MB"
    }

    /// A number per second.
    static func perSecond(_ value: Double) -> String {
        value >= 1000 ? CountText.grouped(Int(min(value, 9e15).rounded())) : NumberText.significant(value, digits: 3)
    }
}
