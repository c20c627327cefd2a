/// The interval of an area under the ROC.
enum AreaInterval {
    /// Newcombe's score-like 95 % interval (Statistics in Medicine 25, 2006, part 2, method 5): every area that the
    /// measured one is not significantly different from, by Hanley & McNeil's variance at that area. Unlike an interval
    /// with the variance at the measured area it has a width where the classes do not overlap.
    static func newcombe(_ area: Double, mated: Int, nonMated: Int) -> [Double] {
        guard mated > 0, nonMated > 0 else { return [0, 1] }
        let (m, n) = (Double(mated), Double(nonMated))
        func isNear(_ candidate: Double) -> Bool {
            let spread = (1 - candidate) / (2 - candidate) + candidate / (1 + candidate)
            let variance = candidate * (1 - candidate) * (1 + ((m + n) / 2 - 1) * spread) / (m * n)
            let gap = area - candidate
            return gap * gap <= 1.959963984540054 * 1.959963984540054 * variance
        }
        /// Where areas stop being near, between one that is and one that is not.
        func edge(towards far: Double) -> Double {
            if isNear(far) { return far }
            var (near, far) = (area, far)
            for _ in 0..<100 {
                let middle = (near + far) / 2
                if isNear(middle) { near = middle } else { far = middle }
            }
            return far
        }
        return [edge(towards: 0), edge(towards: 1)]
    }
}
