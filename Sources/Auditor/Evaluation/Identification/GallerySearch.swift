import AuditCore

/// Searches the gallery of one draw, probe by probe: memory is that of the templates and of one row of scores.
struct GallerySearch: Sendable {
    private let draw: GalleryDraw
    private let subject: [Int32]
    private let directions: [ScoreDirection]
    private let matrices: [TemplateMatrix]
    private let plan: FusionPlan?
    /// Row of each photo in the matrices: enrolled ones first, by position.
    private let order: [Int]

    init(_ sample: IdentificationSample, _ draw: GalleryDraw, plan: FusionPlan?) {
        self.draw = draw
        self.plan = plan
        subject = sample.subject
        let order = draw.gallery + draw.mated + draw.nonMated
        self.order = order
        matrices = sample.matchers.map { matcher in
            TemplateMatrix(order.map { matcher.templates[$0] }, metric: matcher.subject.metric)
        }
        directions =
            sample.matchers.map(\.subject.metric.direction) + (plan == nil ? [] : [ScoreDirection.similarity])
    }

    /// Every search at every gallery size, for each matcher, the fusion last.
    /// - Parameters:
    ///   - sizes: Rising numbers of subjects.
    ///   - check: Called now and then; what it throws ends the search.
    func searches(sizes: [Int], check: () throws -> Void) throws -> [[OpenSetSearches]] {
        var results = directions.map { _ in sizes.map { _ in OpenSetSearches() } }
        for position in draw.mated.indices {
            if position % 64 == 0 { try check() }
            let own = Int(subject[draw.mated[position]])
            for (column, best) in candidates(of: draw.gallery.count + position).enumerated() {
                for (place, size) in sizes.enumerated() where position < size {
                    var others = best[..<size]
                    others[position] = .nan
                    results[column][place].mated.append(.init(subject: own, mate: best[position], others: others))
                }
            }
        }
        let first = draw.gallery.count + draw.mated.count
        for (number, image) in draw.nonMated.enumerated() {
            if number % 64 == 0 { try check() }
            for (column, best) in candidates(of: first + number).enumerated() {
                var highest: Double?
                var seen = 0
                for (place, size) in sizes.enumerated() {
                    for score in best[seen..<size] where score >= highest ?? -.infinity { highest = score }
                    seen = size
                    results[column][place].nonMated.append(.init(subject: Int(subject[image]), best: highest))
                }
            }
        }
        return results
    }

    /// Counts the comparisons of non-mated probes with enrolled photos.
    func countFalseMatches(_ tally: inout FalseMatchTally, check: () throws -> Void) throws {
        let first = draw.gallery.count + draw.mated.count
        for number in draw.nonMated.indices {
            if number % 64 == 0 { try check() }
            for (column, scores) in self.scores(of: first + number).enumerated() {
                tally.add(scores, column: column)
            }
        }
    }

    /// The best score of each enrolled subject by position, NaN without one, for each matcher.
    private func candidates(of row: Int) -> [[Double]] {
        scores(of: row).map { scores in
            var best = [Double](repeating: .nan, count: draw.subjects)
            for (score, position) in zip(scores, draw.position) where score.isFinite {
                if !(best[position] >= score) { best[position] = score }
            }
            return best
        }
    }

    /// Similarities of a probe's row with every enrolled photo, for each matcher, the fusion last.
    private func scores(of row: Int) -> [[Double]] {
        let count = draw.gallery.count
        var block = TrialBlock(first: 0, mated: [], scores: matrices.map { _ in [] })
        for (column, matrix) in matrices.enumerated() {
            block.scores[column].reserveCapacity(count)
            matrix.scores(row: row, others: 0..<count, into: &block.scores[column])
        }
        if let plan {
            block.mated = Array(repeating: false, count: count)
            block.subjectA = Array(repeating: subject[order[row]], count: count)
            block.subjectB = draw.gallery.map { subject[$0] }
            block.scores.append(plan.scores(block))
        }
        return zip(directions, block.scores).map { direction, scores in
            direction == .similarity ? scores : scores.map(direction.similarity)
        }
    }
}
