/// All readings of one segment that its own check digit allows, by what they contribute to the composite.
struct MRZKernel: Sendable {
    /// By contribution modulo 10: the probability of all readings together.
    var mass: [Double]
    /// By contribution: the probability of the most probable reading.
    var peak: [Double]
    /// By contribution: that reading, a symbol for each place; empty when there is none.
    var reading: [[Int]]

    /// Sums and maxima over residues of the own sum and of the composite sum: 100 states instead of 37^n readings.
    /// - Parameters:
    ///   - compositeStart: The number of the segment's first character within the composite.
    ///   - obeysDigit: Whether readings that the own digit contradicts are left out.
    init(
        _ segment: MRZLayout.Segment, evidence: [[MRZEvidence]], grammar: [[MRZGrammar]], compositeStart: Int,
        obeysDigit: Bool = true
    ) {
        let places = segment.places
        let digitAt = segment.check != nil && obeysDigit ? places.count - 1 : places.count
        var mass = Array(repeating: 0.0, count: 100)
        var peak = mass
        (mass[0], peak[0]) = (1, 1)
        // Which symbol and which state before led to the peak of each state.
        var trail: [[(symbol: Int, from: Int)]] = []
        trail.reserveCapacity(places.count)
        var ownPosition = 0
        for (position, place) in places.enumerated() {
            let classes = evidence[place.line][place.column].classes(in: grammar[place.line][place.column])
            let ownWeight = segment.skipped.contains(position) ? 0 : CheckDigit.weights[ownPosition % 3]
            if ownWeight > 0 { ownPosition += 1 }
            let weight = CheckDigit.weights[(compositeStart + position) % 3]
            var nextMass = Array(repeating: 0.0, count: 100)
            var nextPeak = nextMass
            var steps = Array(repeating: (symbol: -1, from: -1), count: 100)
            for state in 0..<100 where mass[state] > 0 {
                let (own, sum) = (state / 10, state % 10)
                for kind in 0..<10 where classes.best[kind] >= 0 {
                    if position == digitAt, kind != own { continue }
                    let nextOwn = position == digitAt ? 0 : (own + ownWeight * kind) % 10
                    let next = nextOwn * 10 + (sum + weight * kind) % 10
                    nextMass[next] += mass[state] * classes.mass[kind]
                    let candidate = peak[state] * classes.peak[kind]
                    if candidate > nextPeak[next] {
                        nextPeak[next] = candidate
                        steps[next] = (classes.best[kind], state)
                    }
                }
            }
            (mass, peak) = (nextMass, nextPeak)
            trail.append(steps)
        }
        (self.mass, self.peak) = (Array(repeating: 0, count: 10), Array(repeating: 0, count: 10))
        var ends = Array(repeating: -1, count: 10)
        for state in 0..<100 {
            self.mass[state % 10] += mass[state]
            if peak[state] > self.peak[state % 10] { (self.peak[state % 10], ends[state % 10]) = (peak[state], state) }
        }
        reading = ends.map { end in
            guard end >= 0 else { return [] }
            var (state, symbols) = (end, [Int]())
            for steps in trail.reversed() {
                symbols.append(steps[state].symbol)
                state = steps[state].from
            }
            return symbols.reversed()
        }
    }

    /// The most probable of all contributions, or -1 when no reading is possible.
    var bestContribution: Int {
        var best = -1
        for contribution in 0..<10 where peak[contribution] > (best < 0 ? 0 : peak[best]) { best = contribution }
        return best
    }
}
