import AuditCore
import Foundation
import Testing

@Suite struct DurationSketchTests {
    /// Nearest rank over sorted values is the definition.
    @Test(arguments: [0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 1])
    func aQuantileIsWithinItsAccuracy(q: Double) throws {
        var sketch = DurationSketch()
        // Six decades, from 10 µs to 10 s.
        let values = (0..<5000).map { 1e-5 * pow(10, Double($0 * 7 % 5000) * 6 / 5000) }
        for value in values { sketch.add(value) }
        let exact = values.sorted()[max(1, Int((q * 5000).rounded(.up))) - 1]
        #expect(abs(try #require(sketch.quantile(q)) / exact - 1) <= DurationSketch.accuracy + 1e-9)
        #expect(sketch.count == 5000)
        #expect(abs(sketch.sum / values.reduce(0, +) - 1) < 1e-9)
    }

    @Test func whatWasNotMeasuredHasNoQuantile() throws {
        var sketch = DurationSketch()
        sketch.add(.nan)
        sketch.add(-1)
        sketch.add(.infinity)
        #expect(sketch.quantile(0.5) == nil && sketch.count == 0)
        sketch.add(0)
        #expect(try #require(sketch.quantile(0.5)) < 1.1e-6)
    }

    @Test func measurementsComeBackFromTheirJSON() throws {
        var measurements = RunMeasurements()
        measurements.add(.embed, matcher: "b", seconds: 0.2)
        measurements.add(.request, seconds: 0.4)
        measurements.add(.embed, matcher: "a", seconds: 0.1)
        measurements.scoresReused = ["a": 2]
        #expect(measurements.stages.map { "\($0.stage) \($0.matcher ?? "")" } == ["request ", "embed a", "embed b"])
        let data = try JSONEncoder().encode(measurements)
        #expect(try JSONDecoder().decode(RunMeasurements.self, from: data) == measurements)
    }
}
