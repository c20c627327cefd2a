import AuditCore
import Testing

@Suite struct NumberTextTests {
    @Test(arguments: [
        (0.0, "0"), (0.00125, "0.00125"), (-0.0231, "-0.0231"), (0.9996, "1.000"), (1.0, "1.00"), (31.44, "31.4"),
        (314.4, "314"), (31_444.0, "31444"), (1.234e-9, "0.000000001"), (.nan, "–"), (-.infinity, "–"),
    ])
    func threeSignificantDigits(value: Double, text: String) {
        #expect(NumberText.significant(value, digits: 3) == text)
    }

    @Test(arguments: [(0.00125, "0.125 %"), (0.0231, "2.31 %"), (1.0, "100 %"), (0.0, "0 %"), (.nan, "–")])
    func aRateInPercent(rate: Double, text: String) { #expect(NumberText.percent(rate) == text) }

    @Test(arguments: [("1.200", "1.2"), ("1.000", "1"), ("100", "100"), ("0.0", "0"), ("", "")])
    func zerosThatEndAFractionGo(text: String, trimmed: String) { #expect(NumberText.trimmed(text) == trimmed) }
}
