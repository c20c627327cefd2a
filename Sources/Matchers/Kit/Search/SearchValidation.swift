import AuditCore

/// Checks that the hits of a block can be right before anything is made of them, as `AnswerValidation` does for faces.
struct SearchValidation {
    /// What was asked of every probe.
    enum Question: Equatable {
        /// The best, so many.
        case nearest(Int)
        /// What is at least so alike, at most so many.
        case within(threshold: Double, limit: Int)
    }

    let metric: ScoreMetric
    let question: Question
    let probes: Int

    /// How far a cosine may lie outside -1...1 for rounding alone.
    private static let rounding = 1e-4

    /// Each probe's hits.
    /// - Throws: `protocolViolation` when there are too few or too many, out of order or impossible, or of templates that
    ///   nobody added.
    func hits(
        _ answer: SearchAnswer, payload: [UInt8], known: Set<Int64>
    ) throws(WorkerFault) -> [[IndexHit]] {
        let counts = answer.counts ?? []
        guard counts.count == probes, counts.allSatisfy(isPossible), answer.templates == known.count else {
            throw .protocolViolation("it gave too few or too many hits")
        }
        guard let all = SearchWire.hits(payload, total: counts.reduce(0, +)) else {
            throw .protocolViolation("a block of hits has the wrong length")
        }
        var found: [[IndexHit]] = []
        var start = 0
        for count in counts {
            let hits = Array(all[start..<(start + count)])
            start += count
            guard hits.allSatisfy({ known.contains($0.id) }), Set(hits.map(\.id)).count == count else {
                throw .protocolViolation("it found a template twice or one that was never added")
            }
            guard hits.allSatisfy({ isPossible($0.score) }) else {
                throw .protocolViolation("a score is not finite, out of range or beyond the threshold")
            }
            guard zip(hits, hits.dropFirst()).allSatisfy({ IndexHit.isBetter($0, $1, metric.direction) }) else {
                throw .protocolViolation("its hits are not in order")
            }
            found.append(hits)
        }
        return found
    }

    private func isPossible(_ count: Int) -> Bool {
        switch question {
        case .nearest(let wanted): count == wanted
        case .within(_, let limit): (0...limit).contains(count)
        }
    }

    private func isPossible(_ score: Double) -> Bool {
        let isInRange = metric == .cosine ? abs(score) <= 1 + Self.rounding : score >= 0
        guard score.isFinite, isInRange else { return false }
        guard case .within(let threshold, _) = question else { return true }
        return metric.direction.isMatch(score: score, threshold: threshold)
    }
}
