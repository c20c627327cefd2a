import AuditCore

/// Makes groups for people out of links between decisions and subjects. A request that several runs decided is one
/// member. The order in which links are given changes nothing.
struct DuplicatesBuilder {
    /// A decision or a subject of the store.
    enum Owner: Hashable, Comparable {
        case decision(Int64)
        case subject(Int64)
    }

    /// What there is to say of an owner.
    struct Party {
        var person: Person
        var subjectID: String
        var run: Int?
        var row: Int?
        var outcome: Outcome?
        var faces: [DuplicatesRecord.Face] = []
        var isSubject = false
    }

    private struct Link {
        let a: Owner
        let b: Owner
        let kind: GalleryEvidence.Link.Kind
        let matcher: String?
        let score: Double?
    }

    /// The run that is reported: of several decisions about one request its own is shown. Nil for the newest.
    let run: Int?
    /// Who is whom.
    private let enrolled: EnrolledPeople
    private var links: [Link] = []

    init(run: Int? = nil, _ enrolled: EnrolledPeople) {
        self.run = run
        self.enrolled = enrolled
    }

    /// Adds a link.
    mutating func link(
        _ a: Owner, _ b: Owner, _ kind: GalleryEvidence.Link.Kind, matcher: String? = nil, score: Double? = nil
    ) {
        links.append(Link(a: a, b: b, kind: kind, matcher: matcher, score: score))
    }

    /// The groups, riskiest first.
    /// - Parameter party: What there is to say of an owner; nil when it was erased, and then its links are gone too.
    func groups(_ party: (Owner) throws(AuditError) -> Party?) throws(AuditError) -> [DuplicatesRecord.Group] {
        var nodes: [(owners: [Owner], party: Party)] = []
        var places: [Owner: Int] = [:]
        var byRequest: [String: [Int]] = [:]
        for owner in Set(links.flatMap { [$0.a, $0.b] }).sorted() {
            guard let found = try party(owner) else { continue }
            var same: Int?
            for index in found.isSubject ? [] : byRequest[found.requestID, default: []] where same == nil {
                if try enrolled.isSame(nodes[index].party.person, found.person) { same = index }
            }
            if let same {
                nodes[same].owners.append(owner)
                if nodes[same].party.run != run || found.run == run { nodes[same].party = found }
                places[owner] = same
            } else {
                places[owner] = nodes.count
                if !found.isSubject { byRequest[found.requestID, default: []].append(nodes.count) }
                nodes.append(([owner], found))
            }
        }
        let edges = links.compactMap { link -> DuplicateGraph.Edge? in
            guard let a = places[link.a], let b = places[link.b] else { return nil }
            guard a != b || link.kind == .selfieIsDocument else { return nil }
            return DuplicateGraph.Edge(a, b, link.kind, matcher: link.matcher, score: link.score)
        }
        let graph = DuplicateGraph(edges)
        let names = nodes.map { node in
            let isAlone = node.party.isSubject || byRequest[node.party.requestID, default: []].count < 2
            return isAlone ? node.party.name : "\(node.party.name) (run \(node.party.run ?? 0))"
        }
        var edgesByMember: [Int: [DuplicateGraph.Edge]] = [:]
        for edge in graph.edges { edgesByMember[edge.a, default: []].append(edge) }
        let parties = nodes.map(\.party)
        var groups: [DuplicatesRecord.Group] = []
        for members in graph.groups {
            let edges = members.flatMap { edgesByMember[$0, default: []] }
            groups.append(try group(members, parties, names, graph, edges))
        }
        return groups.sorted(by: Self.isRiskier)
    }

    private func group(
        _ members: [Int], _ parties: [Party], _ names: [String], _ graph: DuplicateGraph,
        _ edges: [DuplicateGraph.Edge]
    ) throws(AuditError) -> DuplicatesRecord.Group {
        func link(_ edge: DuplicateGraph.Edge) -> DuplicatesRecord.Link {
            DuplicatesRecord.Link(
                a: names[edge.a], b: names[edge.b], kind: edge.kind, matcher: edge.matcher, score: edge.score)
        }
        var identities: [[Person]] = []
        var shown: [DuplicatesRecord.Member] = []
        for member in members {
            let party = parties[member]
            var known: Int?
            for (place, people) in identities.enumerated() where known == nil {
                for person in people where known == nil {
                    if try enrolled.isSame(person, party.person) { known = place }
                }
            }
            let identity = known ?? identities.count
            if known == nil { identities.append([]) }
            identities[identity].append(party.person)
            shown.append(
                DuplicatesRecord.Member(
                    id: names[member], isSubject: party.isSubject, identity: identity + 1, run: party.run,
                    row: party.row, outcome: party.outcome, faces: party.faces))
        }
        let kinds = Set(edges.map(\.kind))
        var subjects: [String] = []
        for member in members where !parties[member].subjectID.isEmpty {
            if !subjects.contains(parties[member].subjectID) { subjects.append(parties[member].subjectID) }
        }
        let order = edges.sorted {
            let (x, y) = (RiskWeights.weight($0.kind), RiskWeights.weight($1.kind))
            return x != y ? x > y : ($0.a, $0.b) < ($1.a, $1.b)
        }
        return DuplicatesRecord.Group(
            risk: RiskWeights.risk(kinds: kinds, identities: identities.count), identities: identities.count,
            requests: members.filter { !parties[$0].isSubject }.map { names[$0] }, subjects: subjects, members: shown,
            links: order.map(link), chain: Self.path(graph.longestChain(in: members).map(link)))
    }

    /// The links of a chain turned so that each begins where the one before it ends.
    private static func path(_ chain: [DuplicatesRecord.Link]) -> [DuplicatesRecord.Link] {
        guard chain.count > 1 else { return chain }
        var path = chain
        // The chain's one end is what its second link does not have.
        var place = [chain[1].a, chain[1].b].contains(chain[0].a) ? chain[0].b : chain[0].a
        for index in path.indices {
            let link = path[index]
            if link.a != place { (path[index].a, path[index].b) = (link.b, link.a) }
            place = path[index].b
        }
        return path
    }

    private static func isRiskier(_ x: DuplicatesRecord.Group, _ y: DuplicatesRecord.Group) -> Bool {
        if x.risk != y.risk { return x.risk > y.risk }
        if x.members.count != y.members.count { return x.members.count > y.members.count }
        return (x.members.first?.id ?? "") < (y.members.first?.id ?? "")
    }
}

extension DuplicatesBuilder.Party {
    var requestID: String { person.requestID }

    /// What it is shown as.
    var name: String { isSubject ? subjectID : requestID.isEmpty ? "row \(row ?? 0)" : requestID }
}
