/// What a run may spend of a night's budget of alerts. Nobody knows beforehand how many runs a night has, so the k-th spends
/// 6 / (pi^2 k^2) of the budget: the parts of however many runs add up to the whole at most (the sum of 1 / k^2 is
/// pi^2 / 6, Euler 1740), and the first, mostly the only one, has 61 % of it.
public struct NightShare: Sendable {
    /// The run's place among those of the night that searched, from 1.
    public let place: Int

    /// The share of the run after so many others.
    public init(after others: Int) { place = others + 1 }

    /// So many searches that the whole budget, divided by them, is the run's part divided by its own.
    public func probes(_ own: Int) -> Int {
        Int((Double(own) * Double.pi * Double.pi * Double(place * place) / 6).rounded(.up))
    }
}
