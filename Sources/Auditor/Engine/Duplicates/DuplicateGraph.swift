import AuditCore

/// Members, by number from 0, and what ties them. Pure; the order in which links are given changes nothing.
struct DuplicateGraph {
    /// What ties two members, or shows by one alone.
    struct Edge: Hashable, Sendable {
        /// The lower member.
        let a: Int
        /// The higher one; the same for what one shows by itself.
        let b: Int
        let kind: GalleryEvidence.Link.Kind
        var matcher: String?
        var score: Double?

        init(_ a: Int, _ b: Int, _ kind: GalleryEvidence.Link.Kind, matcher: String? = nil, score: Double? = nil) {
            self.a = min(a, b)
            self.b = max(a, b)
            self.kind = kind
            self.matcher = matcher
            self.score = score
        }
    }

    /// Every link once, strongest first.
    let edges: [Edge]
    /// The members of each group in ascending order; groups by their lowest member. A member without a link is in none.
    let groups: [[Int]]
    /// The strongest link of each pair.
    private let neighbours: [Int: [Int: Edge]]

    /// Builds the groups by union-find with path halving.
    init(_ links: [Edge]) {
        edges = Set(links).sorted(by: Self.isBefore)
        var parents: [Int: Int] = [:]
        func root(_ member: Int) -> Int {
            var member = member
            while let parent = parents[member], parent != member {
                parents[member] = parents[parent] ?? parent
                member = parent
            }
            return member
        }
        var neighbours: [Int: [Int: Edge]] = [:]
        for edge in edges {
            for end in [edge.a, edge.b] where parents[end] == nil { parents[end] = end }
            let (first, second) = (root(edge.a), root(edge.b))
            parents[max(first, second)] = min(first, second)
            guard edge.a != edge.b else { continue }
            // The strongest comes first.
            if neighbours[edge.a]?[edge.b] == nil {
                neighbours[edge.a, default: [:]][edge.b] = edge
                neighbours[edge.b, default: [:]][edge.a] = edge
            }
        }
        self.neighbours = neighbours
        groups = Dictionary(grouping: parents.keys, by: root).values.map { $0.sorted() }.sorted {
            ($0.first ?? 0) < ($1.first ?? 0)
        }
    }

    /// The fewest links that lead from one member to another; of ways of one length the one with the greatest sum of
    /// weights (`RiskWeights`), then the one over lower members. Empty for a member and itself; nil when there is no way.
    func chain(from start: Int, to end: Int) -> [Edge]? {
        guard start != end else { return [] }
        let (_, before) = ways(from: start)
        guard before[end] != nil else { return nil }
        var chain: [Edge] = []
        var place = end
        while let edge = before[place] {
            chain.append(edge)
            place = edge.a == place ? edge.b : edge.a
        }
        return chain.reversed()
    }

    /// The way between the two members of a group that are farthest apart; of equally far pairs the one with the lowest
    /// members. In a group of more than `mostStarts` members only ways from the lowest of them are looked at.
    func longestChain(in group: [Int]) -> [Edge] {
        var farthest = (distance: 0, from: 0, to: 0)
        for start in group.prefix(Self.mostStarts) {
            let (distances, _) = ways(from: start)
            for end in group {
                if let distance = distances[end], distance > farthest.distance { farthest = (distance, start, end) }
            }
        }
        return farthest.distance == 0 ? [] : chain(from: farthest.from, to: farthest.to) ?? []
    }

    static let mostStarts = 64

    /// Breadth first: how far each member is, and by which link it is reached.
    private func ways(from start: Int) -> (distances: [Int: Int], before: [Int: Edge]) {
        var distances = [start: 0]
        var weights = [start: 0.0]
        var before: [Int: Edge] = [:]
        var layer = [start]
        while !layer.isEmpty {
            var next: Set<Int> = []
            // Ascending, and only what is better replaces: so the lower member wins a tie.
            for member in layer.sorted() {
                for (other, edge) in neighbours[member, default: [:]] {
                    guard distances[other] == nil || next.contains(other) else { continue }
                    let weight = weights[member, default: 0] + RiskWeights.weight(edge.kind)
                    if next.insert(other).inserted || weight > weights[other, default: 0] {
                        weights[other] = weight
                        before[other] = edge
                    }
                    distances[other] = distances[member, default: 0] + 1
                }
            }
            layer = Array(next)
        }
        return (distances, before)
    }

    /// Heavier kinds first, then by members, matcher and score, so that the order is the same for any input.
    private static func isBefore(_ x: Edge, _ y: Edge) -> Bool {
        let (first, second) = (RiskWeights.weight(x.kind), RiskWeights.weight(y.kind))
        if first != second { return first > second }
        if x.kind != y.kind { return x.kind.rawValue < y.kind.rawValue }
        if (x.a, x.b) != (y.a, y.b) { return (x.a, x.b) < (y.a, y.b) }
        if x.matcher != y.matcher { return (x.matcher ?? "") < (y.matcher ?? "") }
        return (x.score ?? -.infinity) < (y.score ?? -.infinity)
    }
}
