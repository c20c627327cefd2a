/// Whether one night's summary lies where earlier nights' summaries lead to expect: nights differ by more than the
/// chance of their requests, by weekday or campaign, and only the nights themselves say by how much.
enum NightTest {
    /// With fewer nights their spread is not known well enough to be of use.
    static let leastNights = 10

    /// The two-sided p-value of one more value of a normal sample: (x - mean) / (s sqrt(1 + 1/k)) is Student's t with
    /// k - 1 degrees of freedom (the prediction interval of Hahn & Meeker, "Statistical Intervals", 1991, 4.7). 0 when all
    /// earlier values are equal and this one is not: such nights set no limit, and the other test decides.
    static func pValue(_ value: Double, among earlier: [Double]) -> Double {
        let k = Double(earlier.count)
        guard k > 1 else { return 0 }
        let mean = earlier.reduce(0, +) / k
        let variance = earlier.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (k - 1)
        let distance = abs(value - mean)
        guard variance > 0 else { return distance > 0 ? 0 : 1 }
        return student(distance / (variance * (1 + 1 / k)).squareRoot(), degrees: k - 1)
    }

    /// Student's t, two-sided: P(|T| > t) = I_{v / (v + t^2)}(v / 2, 1 / 2).
    static func student(_ t: Double, degrees: Double) -> Double {
        IncompleteBeta.value(degrees / (degrees + t * t), a: degrees / 2, b: 0.5)
    }

    /// The p-value of one night's values: their middle and their spread, each as ranks within all earlier values, twice
    /// the smaller (Bonferroni).
    static func pValue(_ night: ValueSketch, among earlier: [ValueSketch], ranks: MidRanks) -> Double {
        let summaries = earlier.map { summary($0, ranks) }
        let own = summary(night, ranks)
        let middle = pValue(own.middle, among: summaries.map(\.middle))
        let spread = pValue(own.spread, among: summaries.map(\.spread))
        return min(1, 2 * min(middle, spread))
    }

    private static func summary(_ night: ValueSketch, _ ranks: MidRanks) -> (middle: Double, spread: Double) {
        guard night.count > 0 else { return (0.5, 0.25) }
        let size = Double(night.count)
        // In order: sums of doubles depend on it, and a dictionary's changes from run to run.
        let ranked = night.sorted.map { (rank: ranks.rank($0.cell), number: Double($0.number)) }
        let middle = ranked.reduce(0) { $0 + $1.rank * $1.number } / size
        // About the night's own middle: a night that is only moved has no other spread.
        let spread = ranked.reduce(0) { $0 + abs($1.rank - middle) * $1.number } / size
        return (middle, spread)
    }
}

/// Many tests in one night.
enum FamilyOfTests {
    /// P-values adjusted by Holm's step-down method (Scandinavian Journal of Statistics 6, 1979): calling those at or below
    /// a level makes one false alarm or more with at most that chance, however the tests depend on each other.
    static func holm(_ values: [Double]) -> [Double] {
        var adjusted = values
        var largest = 0.0
        for (position, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
            largest = max(largest, min(1, values[index] * Double(values.count - position)))
            adjusted[index] = largest
        }
        return adjusted
    }
}
