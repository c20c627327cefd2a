#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Whether two samples come from one distribution.
enum TwoSample {
    /// The largest gap between the two distribution functions, from 0 to 1 (Kolmogorov-Smirnov's D): at least this share
    /// of one sample would have to move to look like the other.
    static func largestGap(_ a: ValueSketch, _ b: ValueSketch) -> Double {
        guard a.count > 0, b.count > 0 else { return 0 }
        var (belowA, belowB, gap) = (0, 0, 0.0)
        for cell in Set(a.cells.keys).union(b.cells.keys).sorted() {
            belowA += a.cells[cell] ?? 0
            belowB += b.cells[cell] ?? 0
            gap = max(gap, abs(Double(belowA) / Double(a.count) - Double(belowB) / Double(b.count)))
        }
        return gap
    }

    /// The two-sided p-value of a gap: Kolmogorov's limit with Stephens' correction for finite samples (Journal of the
    /// Royal Statistical Society B 32, 1970). Ties make a large gap rarer, so with tied values it is on the safe side.
    static func kolmogorovSmirnov(gap: Double, _ first: Int, _ second: Int) -> Double {
        guard first > 0, second > 0, gap > 0 else { return 1 }
        let size = (Double(first) * Double(second) / (Double(first) + Double(second))).squareRoot()
        return kolmogorov((size + 0.12 + 0.11 / size) * gap)
    }

    /// P(K > x) of Kolmogorov's distribution.
    static func kolmogorov(_ x: Double) -> Double {
        guard x > 0.2 else { return 1 }
        // The alternating series converges slowly below 1; there its theta transform is used (Marsaglia, Tsang & Wang,
        // Journal of Statistical Software 8, 2003).
        if x < 1 {
            let step = -Double.pi * Double.pi / (8 * x * x)
            var sum = 0.0
            for k in stride(from: 1.0, through: 15, by: 2) { sum += exp(step * k * k) }
            return max(0, 1 - (2 * Double.pi).squareRoot() / x * sum)
        }
        var sum = 0.0
        for k in 1...10 {
            let term = exp(-2 * Double(k * k) * x * x)
            sum += k % 2 == 1 ? term : -term
        }
        return min(1, max(0, 2 * sum))
    }

    /// The population stability index over the tenths of the reference: the sum of (p - q) ln(p / q). Half a value is
    /// added to each tenth, so that an empty one has a logarithm. Shown, never tested: it grows as samples shrink.
    static func stabilityIndex(_ sample: ValueSketch, reference: ValueSketch) -> Double {
        guard sample.count > 0, reference.count > 0 else { return 0 }
        let ranks = MidRanks(reference)
        func tenths(_ sketch: ValueSketch) -> [Double] {
            var bins = [Double](repeating: 0.5, count: 10)
            for (cell, number) in sketch.cells { bins[min(9, Int(10 * ranks.rank(cell)))] += Double(number) }
            return bins.map { $0 / (Double(sketch.count) + 5) }
        }
        var index = 0.0
        for (p, q) in zip(tenths(sample), tenths(reference)) { index += (p - q) * log(p / q) }
        return index
    }
}

/// Where values stand within a reference sample.
struct MidRanks {
    private let cells: [Int]
    /// The number of values below each cell, and at the end of all.
    private let below: [Int]

    init(_ reference: ValueSketch) {
        var (cells, below, total): ([Int], [Int], Int) = ([], [], 0)
        for (cell, number) in reference.sorted {
            cells.append(cell)
            below.append(total)
            total += number
        }
        self.cells = cells
        self.below = below + [total]
    }

    /// The share of the reference below a cell plus half of the share in it: 0.5 is its middle.
    func rank(_ cell: Int) -> Double {
        guard let total = below.last, total > 0 else { return 0.5 }
        var (low, high) = (0, cells.count)
        while low < high {
            let middle = (low + high) / 2
            if cells[middle] < cell { low = middle + 1 } else { high = middle }
        }
        let isSeen = low < cells.count && cells[low] == cell
        return (Double(below[low]) + Double(isSeen ? below[low + 1] : below[low])) / 2 / Double(total)
    }
}
