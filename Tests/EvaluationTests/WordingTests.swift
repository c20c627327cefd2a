import Testing

@testable import Evaluation

@Suite struct WordingTests {
    @Test(arguments: [
        (0.0, "0"), (0.01, "0.01"), (0.021484375, "0.0215"), (4.434449e-06, "0.00000443"), (3.2e-12, "3.2e-12"),
        (-9.996e-20, "-1e-19"), (1234.5, "1235"), (2.0, "2"),
    ])
    func aNumberHasThreeDigitsAndNoIdleZeros(value: Double, text: String) { #expect(Wording.number(value) == text) }

    @Test func aRateIsInPercentWithItsInterval() {
        #expect(Wording.rate(0.01, [0.004, 0.0213]) == "1 % (95 % interval 0.4 % to 2.13 %)")
    }
}
