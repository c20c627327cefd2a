public import AuditCore

/// The generator of test data.
public typealias SplitMix = SplitMix64

extension SplitMix64 {
    /// A number in 0..<1 with 53 random bits.
    public mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// A number with mean 0 and variance 1, near enough to a normal one: the sum of twelve uniform ones.
    public mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + unit() } }

    /// One of the elements.
    public mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(next() % UInt64(elements.count))]
    }
}
