import AuditTesting
import Testing

@testable import Evaluation

/// The rate of alarms under no change, and the power under stated ones, by simulation. The seeds are fixed: these tests
/// give the same figures on every machine.
@Suite(.tags(.slow)) struct DriftAlarmRateTests {
    private struct Rates {
        var alarms = 0
        /// Nights with any change beyond chance, whether it matters or not: what Holm's method bounds.
        var significant = 0
        /// Of the first score's test alone, p at or below 5 %.
        var fivePercent = 0
        var methods: Set<FigureFinding.Method> = []
    }

    private func rates(
        _ simulations: Int, nights: Int, of requests: Int, nightEffect: Double = 0,
        _ change: SimulatedNights.Change = .init()
    ) -> Rates {
        var source = SimulatedNights(seed: UInt64(nights * 1000 + requests), nightEffect: nightEffect)
        var rates = Rates()
        for _ in 0..<simulations {
            let record = source.record(nights: nights, of: requests, change)
            if record.alarm { rates.alarms += 1 }
            if record.figures.contains(where: { $0.state == .alarm || $0.state == .small }) { rates.significant += 1 }
            let first = record.figures.first { $0.id == "score/a" }
            if let p = first?.pValue, p <= 0.05 { rates.fivePercent += 1 }
            rates.methods.formUnion(record.figures.compactMap(\.method))
        }
        return rates
    }

    /// The largest number of alarms that is no surprise at a rate: the chance of more is below one in a thousand.
    private func bound(_ rate: Double, of simulations: Int) -> Int {
        (0...simulations).first { BinomialInterval.lowerBound($0 + 1, of: simulations, confidence: 0.999) > rate } ?? 0
    }

    @Test func underNoChangeAtMostOneNightInAHundredAlarmsAgainstAPool() {
        let rates = rates(2000, nights: 4, of: 100)
        #expect(rates.methods == [.pooled])
        #expect(rates.significant <= bound(0.01, of: 2000) && rates.alarms <= rates.significant)
        // One test by itself keeps its level, and is not so careful that it says nothing.
        #expect(rates.fivePercent <= bound(0.05, of: 2000) && rates.fivePercent >= 50)
    }

    @Test func underNoChangeAtMostOneNightInAHundredAlarmsAgainstNights() {
        let rates = rates(1000, nights: 10, of: 50)
        #expect(rates.methods == [.pooledAndNights])
        #expect(rates.significant <= bound(0.01, of: 1000) && rates.alarms <= rates.significant)
    }

    @Test func nightsThatVaryByThemselvesAlarmNoMoreOftenOnceThereAreTenOfThem() {
        let varying = rates(1000, nights: 10, of: 50, nightEffect: 0.5)
        #expect(varying.significant <= bound(0.01, of: 1000))
        // With fewer nights their own variation cannot be known, and it is called drift: the documentation says so.
        let few = rates(100, nights: 4, of: 100, nightEffect: 0.5)
        #expect(few.significant > bound(0.01, of: 100))
    }

    @Test(arguments: [
        ("score/a", SimulatedNights.Change(shift: 0.5), 7, 200, 0.9),
        ("score/a", SimulatedNights.Change(shift: -0.5), 14, 300, 0.9),
        ("score/a", SimulatedNights.Change(spread: 2), 14, 300, 0.9),
        ("reason/no_face", SimulatedNights.Change(rate: 2), 7, 600, 0.8),
        ("reason/no_face", SimulatedNights.Change(rate: 2), 14, 1500, 0.8),
    ])
    func aStatedChangeIsFoundAtLeastSoOften(
        id: String, change: SimulatedNights.Change, nights: Int, requests: Int, power: Double
    ) {
        var source = SimulatedNights(seed: 11)
        let simulations = 20
        let found = (0..<simulations).count { _ in
            source.record(nights: nights, of: requests, change).figures.contains { $0.id == id && $0.state == .alarm }
        }
        #expect(Double(found) >= power * Double(simulations))
    }
}
