import Testing

@testable import Evaluation

/// Ten sentences that say the same are one sentence too few to be read.
@Suite struct ConclusionTests {
    /// Matchers with the same clear scores: nothing tells them apart.
    private func record(_ names: [String]) throws -> EvaluationRecord {
        var table = TrialTable(mated: Array(repeating: 1, count: 20), nonMated: Array(repeating: 0, count: 20))
        table.scores = Array(repeating: table.scores[0], count: names.count)
        return try EvaluatorTests.evaluate(table, names).record
    }

    @Test func whatIsTrueOfAllIsSaidOnce() throws {
        let conclusions = try record(["a", "b", "c", "d"]).conclusions
        #expect(conclusions.filter { $0.contains("support no false match rate that was asked for") }.count == 1)
        #expect(conclusions.contains { $0.hasPrefix("a, b, c, d: 20 non-mated comparisons support no") })
        #expect(conclusions.filter { $0.contains("cannot tell") }.count == 1)
        #expect(conclusions.contains { $0.contains("a and b, a and c, a and d, b and c, b and d, c and d") })
    }

    @Test func twoMatchersAreComparedInFull() throws {
        let conclusions = try record(["a", "b"]).conclusions
        #expect(conclusions.contains { $0.contains("a alone recognises 0, b alone 0") })
    }
}
