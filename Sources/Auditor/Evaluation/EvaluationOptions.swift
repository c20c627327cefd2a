/// What an evaluation is asked for.
public struct EvaluationOptions: Sendable {
    /// Whether to add the matcher `fused` when there are at least two matchers.
    public var fuse: Bool
    /// Claims to check.
    public var gates: [GateClaim]
    /// Seed of the bootstrap.
    public var seed: UInt64
    /// Replicates of the bootstrap; fewer are made for very large samples.
    public var replicates: Int
    /// False match rates of the operating points, each above 0 and below 1.
    public var fmrTargets: [Double]
    /// Groups with fewer comparisons than this in a class show no rate of that class.
    public var groupMinimum: Int
    /// The false match rate at which matchers and groups are compared; the smallest supported one above it when the
    /// sample does not support it.
    public var comparisonFMR: Double
    /// Version of the program.
    public var toolVersion: String

    /// Creates options.
    public init(
        fuse: Bool = false, gates: [GateClaim] = [], seed: UInt64 = 1, replicates: Int = 1000,
        fmrTargets: [Double] = [1e-1, 5e-2, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6], groupMinimum: Int = 30,
        comparisonFMR: Double = 1e-3, toolVersion: String
    ) {
        self.fuse = fuse
        self.gates = gates
        self.seed = seed
        self.replicates = replicates
        self.fmrTargets = fmrTargets
        self.groupMinimum = groupMinimum
        self.comparisonFMR = comparisonFMR
        self.toolVersion = toolVersion
    }

    /// The operating points' rates together with those that gates name, falling, each once.
    var allTargets: [Double] {
        var targets = Set(fmrTargets)
        for gate in gates { if let target = gate.fmrTarget { targets.insert(target) } }
        return targets.sorted(by: >)
    }
}
