import AuditCore

/// How often each subject was drawn in each replicate.
struct WeightTable: Sendable {
    let replicates: Int
    /// By subject, then replicate. Small whole numbers, as floats so that rows multiply in vector registers.
    let values: [Float]

    /// - Parameters:
    ///   - subjects: The numbers that occur.
    ///   - count: One more than the highest.
    init(subjects: [Int], count: Int, replicates: Int, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var values = [Float](repeating: 0, count: count * replicates)
        for replicate in 0..<replicates {
            for _ in subjects {
                let drawn = subjects[Int(generator.next(upperBound: UInt64(subjects.count)))]
                values[drawn * replicates + replicate] += 1
            }
        }
        self.values = values
        self.replicates = replicates
    }
}

/// A weighted count of comparisons in every replicate.
struct ReplicateSums: Sendable {
    /// Rows whose sums surely stay whole in a float: far fewer than 2^24 by the largest product likely.
    private static let chunk = 1024

    private var sums: [Double]
    private var partial: [Float]
    private var pending = 0

    init(_ replicates: Int) {
        sums = Array(repeating: 0, count: replicates)
        partial = Array(repeating: 0, count: replicates)
    }

    /// Adds a comparison of one subject with itself (`b` nil) or of two.
    mutating func add(_ table: WeightTable, _ a: Int, _ b: Int?) {
        let count = table.replicates
        table.values.withUnsafeBufferPointer { values in
            partial.withUnsafeMutableBufferPointer { partial in
                guard let base = values.baseAddress, let target = partial.baseAddress else { return }
                let first = base + a * count
                if let b {
                    let second = base + b * count
                    for replicate in 0..<count { target[replicate] += first[replicate] * second[replicate] }
                } else {
                    for replicate in 0..<count { target[replicate] += first[replicate] }
                }
            }
        }
        pending += 1
        if pending == Self.chunk { flush() }
    }

    /// The sums so far.
    var values: [Double] {
        mutating get {
            flush()
            return sums
        }
    }

    private mutating func flush() {
        for replicate in sums.indices {
            sums[replicate] += Double(partial[replicate])
            partial[replicate] = 0
        }
        pending = 0
    }
}
