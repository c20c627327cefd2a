import AuditCore

/// The templates of one matcher as rows of a matrix in single precision, ready for blocks of comparisons. Rows of the
/// cosine metric are scaled to length 1, so that a score is one dot product; for the Euclidean metric each row's square
/// is kept: |a - b|^2 = |a|^2 + |b|^2 - 2 ab, and near pairs are subtracted term by term.
struct TemplateMatrix: Sendable {
    private let metric: ScoreMetric
    private let size: Int
    private let values: [Float]
    private let squares: [Float]
    /// Whether there is a template in a row.
    private let isPresent: [Bool]

    init(_ templates: [FaceTemplate?], metric: ScoreMetric) {
        let length = templates.lazy.compactMap { $0?.values.count }.first ?? 0
        // A multiple of the SIMD width; the padding is zero and adds nothing.
        size = (length + 7) / 8 * 8
        self.metric = metric
        var values = [Float](repeating: 0, count: size * templates.count)
        var squares = [Float](repeating: 0, count: templates.count)
        var present = [Bool](repeating: false, count: templates.count)
        for (row, template) in templates.enumerated() {
            guard let template, template.values.count == length else { continue }
            let square = template.values.reduce(0.0) { $0 + Double($1) * Double($1) }
            // A template without length has no angle, but it has distances.
            guard square > 0 || metric == .euclidean else { continue }
            let scale = metric == .cosine ? 1 / square.squareRoot() : 1
            for (column, value) in template.values.enumerated() {
                values[row * size + column] = Float(Double(value) * scale)
            }
            squares[row] = Float(square)
            present[row] = true
        }
        self.values = values
        self.squares = squares
        isPresent = present
    }

    /// Writes the scores of one row with the rows of `others` to `out`; NaN where a template is missing.
    func scores(row: Int, others: Range<Int>, into out: inout [Double]) {
        guard isPresent[row], size > 0 else {
            out.append(contentsOf: repeatElement(.nan, count: others.count))
            return
        }
        values.withUnsafeBytes { bytes in
            let probe = bytes.baseAddress.map { $0 + row * size * 4 }
            for other in others {
                guard isPresent[other], let probe, let reference = bytes.baseAddress.map({ $0 + other * size * 4 })
                else {
                    out.append(.nan)
                    continue
                }
                let dot = Self.dot(probe, reference, count: size)
                if metric == .cosine {
                    out.append(Double(dot))
                } else {
                    let lengths = squares[row] + squares[other]
                    let square = lengths - 2 * dot
                    // Where little is left of the difference, rounding is most of it.
                    out.append(
                        square > 0.01 * lengths ? Double(square).squareRoot() : distance(row, other))
                }
            }
        }
    }

    /// The length of the difference of two rows, term by term.
    private func distance(_ a: Int, _ b: Int) -> Double {
        var sum = 0.0
        for column in 0..<size {
            let difference = Double(values[a * size + column]) - Double(values[b * size + column])
            sum += difference * difference
        }
        return sum.squareRoot()
    }

    /// The dot product of two rows, whose length is a multiple of 8.
    @inline(__always)
    private static func dot(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, count: Int) -> Float {
        var first = SIMD8<Float>.zero
        var second = SIMD8<Float>.zero
        var offset = 0
        while offset + 16 <= count {
            let at = offset * 4
            first +=
                a.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
                * b.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
            second +=
                a.loadUnaligned(fromByteOffset: at + 32, as: SIMD8<Float>.self)
                * b.loadUnaligned(fromByteOffset: at + 32, as: SIMD8<Float>.self)
            offset += 16
        }
        if offset < count {
            first +=
                a.loadUnaligned(fromByteOffset: offset * 4, as: SIMD8<Float>.self)
                * b.loadUnaligned(fromByteOffset: offset * 4, as: SIMD8<Float>.self)
        }
        return (first + second).sum()
    }
}
