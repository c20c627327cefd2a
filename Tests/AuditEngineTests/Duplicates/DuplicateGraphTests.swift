import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Groups, chains of evidence and ranks of duplicates.
@Suite struct DuplicateGraphTests {
    private typealias Edge = DuplicateGraph.Edge

    @Test func aRingOfFiveIsOneGroup() {
        let graph = DuplicateGraph((0..<5).map { Edge($0, ($0 + 1) % 5, .sameFaceOtherIdentity) })
        #expect(graph.groups == [[0, 1, 2, 3, 4]])
        #expect(graph.chain(from: 0, to: 3)?.map(\.b) == [4, 4])
        #expect(graph.longestChain(in: graph.groups[0]).count == 2)
    }

    @Test func whatIsTiedToNobodyIsInNoGroup() {
        let graph = DuplicateGraph([Edge(1, 4, .sameEmail), Edge(9, 6, .samePhone), Edge(4, 2, .sameIP)])
        #expect(graph.groups == [[1, 2, 4], [6, 9]])
        #expect(graph.chain(from: 1, to: 6) == nil)
        #expect(graph.chain(from: 1, to: 1) == [])
    }

    @Test func oneThatShowsASignByItselfIsAGroup() {
        let graph = DuplicateGraph([Edge(3, 3, .selfieIsDocument)])
        #expect(graph.groups == [[3]])
        #expect(graph.longestChain(in: [3]) == [])
    }

    @Test func ofShortestWaysTheStrongestIsTaken() {
        let graph = DuplicateGraph([
            Edge(0, 1, .sameIP), Edge(1, 3, .sameIP), Edge(0, 2, .sameIP), Edge(2, 3, .sameFaceOtherIdentity),
            Edge(0, 4, .sameFaceOtherIdentity), Edge(4, 5, .sameFaceOtherIdentity), Edge(5, 3, .sameFaceOtherIdentity),
        ])
        #expect(graph.chain(from: 0, to: 3)?.map(\.kind) == [.sameIP, .sameFaceOtherIdentity])
    }

    @Test func ofSeveralLinksOfAPairTheStrongestIsTheEvidence() {
        let graph = DuplicateGraph([Edge(0, 1, .sameIP), Edge(1, 0, .samePhoto), Edge(0, 1, .sameEmail)])
        #expect(graph.chain(from: 0, to: 1)?.map(\.kind) == [.samePhoto])
        #expect(graph.edges.count == 3)
    }

    @Test(arguments: 0..<20) func theOrderOfLinksChangesNothing(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        let edges = (0..<60).map { _ in
            Edge(Int(random.next() % 40), Int(random.next() % 40), random.pick(GalleryEvidence.Link.Kind.allCases))
        }
        let first = DuplicateGraph(edges)
        let second = DuplicateGraph(edges.shuffled(using: &random))
        #expect(first.edges == second.edges)
        #expect(first.groups == second.groups)
        for group in first.groups { #expect(first.longestChain(in: group) == second.longestChain(in: group)) }
        // Union-find against reachability.
        for group in first.groups {
            for member in group { #expect(first.chain(from: group[0], to: member) != nil) }
        }
    }

    /// Of normal unit vectors of d = 8 values the cosine's tail is known: P(cos >= t) = I(1 - t², (d - 1) / 2, 1 / 2) / 2
    /// (regularised incomplete beta function), at t = 0.9 4.715e-4 by `scipy.special.betainc(3.5, 0.5, 0.19) / 2`.
    @Test(arguments: 0..<6) func chanceGivesAsManyFalseLinksAsExpected(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let count = 120
        let templates = try (0..<count).map { _ in
            try #require(FaceTemplate((0..<8).map { _ in Float(Self.gaussian(&random)) }))
        }
        var links = 0
        for a in 0..<count {
            for b in 0..<a where (ScoreMetric.cosine.score(templates[a], templates[b]) ?? 0) >= 0.9 { links += 1 }
        }
        let expected = AlertBudget.expectedFalsePairs(falseMatchRate: Self.tail, templates: count)
        // Five standard deviations of a Poisson count.
        #expect(abs(Double(links) - expected) <= 5 * expected.squareRoot() + 1)
    }

    private static let tail = 0.00047153116

    private static func gaussian(_ random: inout SplitMix) -> Double {
        (-2 * log(1 - random.unit())).squareRoot() * cos(2 * Double.pi * random.unit())
    }

    @Test(
        arguments: [
            ([GalleryEvidence.Link.Kind.sameIP], 2, 3.0), ([.sameFaceOtherIdentity], 5, 108),
            ([.samePhoto, .sameDevice], 1, 11), ([.sameIP], 50, 19),
        ] as [(Set<GalleryEvidence.Link.Kind>, Int, Double)])
    func riskIsASumOfWeights(kinds: Set<GalleryEvidence.Link.Kind>, identities: Int, risk: Double) {
        #expect(RiskWeights.risk(kinds: kinds, identities: identities) == risk)
    }

    @Test func aFaceUnderTwoIdentitiesOutweighsEverythingElse() {
        let rest = Set(GalleryEvidence.Link.Kind.allCases).subtracting([.sameFaceOtherIdentity])
        let face = RiskWeights.risk(kinds: [.sameFaceOtherIdentity], identities: 2)
        #expect(face > RiskWeights.risk(kinds: rest, identities: 1000))
    }
}
