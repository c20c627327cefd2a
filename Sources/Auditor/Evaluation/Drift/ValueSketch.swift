#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// How often each value of a figure was seen, with values closer than 0.1 % of each other counted as one (the cells of
/// Masson, Rim & Lee, "DDSketch", VLDB 2019): memory stays bounded however many values there are.
///
/// Rounding is the same for every night, so a test on the rounded values keeps its alarm rate; only a change of less
/// than 0.1 % of a value cannot be seen.
public struct ValueSketch: Codable, Equatable, Sendable {
    /// How many values each cell holds; positive cells are positive values.
    private(set) var cells: [Int: Int] = [:]
    /// The number of values.
    public private(set) var count = 0

    private static let smallest = 1e-9
    private static let largest = 1e12
    /// Neighbouring cells differ by this factor, so that a cell's middle is within 0.1 % of what is in it.
    private static let logFactor = log(1.002)

    /// Creates an empty sketch.
    public init() {}

    /// Creates a sketch of values.
    public init(_ values: some Sequence<Double>) {
        for value in values { add(value) }
    }

    /// Counts a value; one that is not finite is not counted.
    public mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        cells[Self.cell(value), default: 0] += 1
        count += 1
    }

    /// Counts everything that another sketch holds.
    public mutating func add(_ other: ValueSketch) {
        cells.merge(other.cells, uniquingKeysWith: +)
        count += other.count
    }

    /// The value that a share of the values does not exceed, within 0.1 %; nil without values.
    /// - Parameter share: From 0 to 1.
    public func quantile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((share * Double(count)).rounded(.up)))
        var below = 0
        for (cell, number) in sorted {
            below += number
            if below >= rank { return Self.value(cell) }
        }
        return nil
    }

    /// Cells with their counts, lowest value first.
    var sorted: [(cell: Int, number: Int)] {
        cells.map { (cell: $0.key, number: $0.value) }.sorted { $0.cell < $1.cell }
    }

    private static func cell(_ value: Double) -> Int {
        let magnitude = min(value.magnitude, largest)
        guard magnitude >= smallest else { return 0 }
        let index = Int((log(magnitude / smallest) / logFactor).rounded(.down)) + 1
        return value < 0 ? -index : index
    }

    private static func value(_ cell: Int) -> Double {
        guard cell != 0 else { return 0 }
        let magnitude = smallest * exp((Double(cell.magnitude) - 0.5) * logFactor)
        return cell < 0 ? -magnitude : magnitude
    }
}
