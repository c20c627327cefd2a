import AuditCore
import Testing

@Suite struct CalibrationTests {
    @Test func aFusionUsesTheMapOfExactlyTheMatchersThatScored() {
        let fusion = Fusion(combinations: [
            .init(matchers: ["x"], map: LogisticMap(intercept: 1, weights: [2])),
            .init(matchers: ["y"], map: LogisticMap(intercept: -1, weights: [3])),
            .init(matchers: ["x", "y"], map: LogisticMap(intercept: 0.5, weights: [1, 4])),
        ])
        #expect(fusion.score(["x": 2]) == 5)
        #expect(fusion.score(["y": 2]) == 5)
        #expect(fusion.score(["x": 1, "y": 2]) == 9.5)
        #expect(fusion.score([:]) == nil)
        #expect(fusion.score(["x": .nan, "y": 2]) == 5)
    }
}
