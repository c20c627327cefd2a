/// The segments of a layout together: the most probable reading that every check digit allows, and how much of the
/// probability of all such readings each of its fields has.
struct MRZChain: Sendable {
    /// Probability of all readings that satisfy every check digit.
    let mass: Double
    /// The most probable of them, by place; nil when there is none.
    let reading: [MRZLayout.Place: Int]?
    /// By segment: of all readings that satisfy every check digit, how much of the probability has the segment as it is in
    /// `reading`; 0 to 1.
    let shares: [Double]

    init(_ layout: MRZLayout, evidence: [[MRZEvidence]]) {
        var start = 0
        let kernels = layout.segments.map { segment in
            defer { start += segment.places.count }
            return MRZKernel(segment, evidence: evidence, grammar: layout.grammar, compositeStart: start)
        }
        if let composite = layout.composite {
            self.init(layout, kernels, composite: composite, evidence: evidence)
        } else {
            self.init(layout, independent: kernels)
        }
    }

    private init(
        _ layout: MRZLayout, _ kernels: [MRZKernel], composite: MRZLayout.Place, evidence: [[MRZEvidence]]
    ) {
        let digit = evidence[composite.line][composite.column]
            .classes(in: layout.grammar[composite.line][composite.column])
        mass = zip(Self.sums(of: kernels.map(\.mass)), digit.mass).reduce(0) { $0 + $1.0 * $1.1 }
        guard let (contributions, symbol) = Self.best(kernels, digit: digit), mass > 0 else {
            (reading, shares) = (nil, kernels.map { _ in 0 })
            return
        }
        var found = [composite: symbol]
        for (segment, (kernel, contribution)) in zip(layout.segments, zip(kernels, contributions)) {
            for (place, symbol) in zip(segment.places, kernel.reading[contribution]) { found[place] = symbol }
        }
        reading = found
        let total = mass
        shares = kernels.indices.map { index in
            var masses = kernels.map(\.mass)
            masses[index] = Array(repeating: 0, count: 10)
            masses[index][contributions[index]] = kernels[index].peak[contributions[index]]
            return zip(Self.sums(of: masses), digit.mass).reduce(0) { $0 + $1.0 * $1.1 } / total
        }
    }

    /// Without a composite no segment knows of another.
    private init(_ layout: MRZLayout, independent kernels: [MRZKernel]) {
        mass = kernels.reduce(1) { $0 * $1.mass.reduce(0, +) }
        let best = kernels.map(\.bestContribution)
        guard mass > 0, !best.contains(-1) else {
            (reading, shares) = (nil, kernels.map { _ in 0 })
            return
        }
        var found: [MRZLayout.Place: Int] = [:]
        for (segment, (kernel, contribution)) in zip(layout.segments, zip(kernels, best)) {
            for (place, symbol) in zip(segment.places, kernel.reading[contribution]) { found[place] = symbol }
        }
        reading = found
        shares = zip(kernels, best).map { $0.peak[$1] / $0.mass.reduce(0, +) }
    }

    /// The distribution of the sum of independent contributions, modulo 10.
    private static func sums(of distributions: [[Double]]) -> [Double] {
        var total = Array(repeating: 0.0, count: 10)
        total[0] = 1
        for distribution in distributions {
            var next = Array(repeating: 0.0, count: 10)
            for a in 0..<10 where total[a] > 0 {
                for b in 0..<10 { next[(a + b) % 10] += total[a] * distribution[b] }
            }
            total = next
        }
        return total
    }

    /// The contributions of the most probable reading whose sum is the composite digit, and that digit.
    private static func best(
        _ kernels: [MRZKernel], digit: (mass: [Double], best: [Int], peak: [Double])
    ) -> (contributions: [Int], digit: Int)? {
        var peak = Array(repeating: 0.0, count: 10)
        peak[0] = 1
        var paths = Array(repeating: [Int](), count: 10)
        for kernel in kernels {
            var nextPeak = Array(repeating: 0.0, count: 10)
            var nextPaths = Array(repeating: [Int](), count: 10)
            for a in 0..<10 where peak[a] > 0 {
                for b in 0..<10 where peak[a] * kernel.peak[b] > nextPeak[(a + b) % 10] {
                    nextPeak[(a + b) % 10] = peak[a] * kernel.peak[b]
                    nextPaths[(a + b) % 10] = paths[a] + [b]
                }
            }
            (peak, paths) = (nextPeak, nextPaths)
        }
        var best: (sum: Int, probability: Double)?
        for sum in 0..<10 where peak[sum] * digit.peak[sum] > best?.probability ?? 0 {
            best = (sum, peak[sum] * digit.peak[sum])
        }
        guard let best else { return nil }
        return (paths[best.sum], digit.best[best.sum])
    }
}
