import AuditCore
import FoundationEssentials
import Glibc

/// A group as a circle of faces and the lines between them: the strongest link of each pair. Of a large group the members
/// with the most evidence are drawn, and how many more there are. The same group gives the same drawing.
struct DuplicateDrawing {
    let group: DuplicatesRecord.Group
    /// The picture of each member's face; nil without one.
    let pictures: [String?]
    let id: String

    /// Members that are drawn at most.
    static let mostMembers = 12
    private static let face = 64.0
    private static let width = 520.0

    var markup: Markup {
        let drawn = core
        let hidden = group.members.count - drawn.count
        let slots = drawn.count + (hidden > 0 ? 1 : 0)
        let radius = slots < 3 ? 95.0 : max(95, Self.face * 1.5 * Double(slots) / (2 * Double.pi))
        let height = 2 * radius + Self.face + 60
        var svg = SVG(
            width: Int(max(Self.width, height)), height: Int(height), className: "ring",
            title: "Group \(id.dropFirst()): \(group.members.count) members",
            description:
                "Faces in a circle with a line for each pair that is tied. The list below says the same in words.",
            id: id)
        let centre = (x: max(Self.width, height) / 2, y: height / 2 - 8)
        func place(_ slot: Int) -> (x: Double, y: Double) {
            let angle = 2 * Double.pi * Double(slot) / Double(max(slots, 1)) - Double.pi / 2
            // Two stand side by side.
            let turned = slots == 2 ? angle - Double.pi / 2 : angle
            return (centre.x + radius * cos(turned), centre.y + radius * sin(turned))
        }
        let slotOf = Dictionary(drawn.enumerated().map { (group.members[$0.element].id, $0.offset) }) { first, _ in
            first
        }
        var pairs: Set<String> = []
        // Weaker ones first, so that the stronger lie above them; of a pair only the strongest.
        var lines: [(String, Int, Int)] = []
        for link in group.links {
            guard let a = slotOf[link.a], let b = slotOf[link.b], a != b,
                pairs.insert("\(min(a, b)) \(max(a, b))").inserted
            else { continue }
            lines.append((Self.className(link.kind), a, b))
        }
        for (name, a, b) in lines.reversed() {
            let (from, to) = (place(a), place(b))
            svg.line("edge \(name)", x1: from.x, y1: from.y, x2: to.x, y2: to.y)
        }
        for (slot, member) in drawn.enumerated() {
            let (x, y) = place(slot)
            let half = Self.face / 2
            svg.rectangle("node", x: x - half, y: y - half, width: Self.face, height: Self.face)
            if let picture = pictures[member] {
                svg.image("face", file: picture, x: x - half, y: y - half, size: Self.face)
            }
            svg.rectangle("frame", x: x - half, y: y - half, width: Self.face, height: Self.face)
            svg.label(
                "tick strong", x: x, y: y + half + 15, anchor: "middle",
                "\(member + 1) · \(Self.letter(group.members[member].identity))")
        }
        if hidden > 0 {
            let (x, y) = place(drawn.count)
            svg.circle("node more", x: x, y: y, radius: Self.face / 2.4)
            svg.label("tick strong", x: x, y: y + 4, anchor: "middle", "\(hidden) more")
        }
        return svg.markup
    }

    /// The members that are drawn, in their order: all, or those whose links weigh most.
    private var core: [Int] {
        guard group.members.count > Self.mostMembers else { return Array(group.members.indices) }
        var weights: [String: Double] = [:]
        for link in group.links {
            for end in Set([link.a, link.b]) { weights[end, default: 0] += RiskWeights.weight(link.kind) }
        }
        let ranked = group.members.indices.sorted { x, y in
            let (a, b) = (weights[group.members[x].id, default: 0], weights[group.members[y].id, default: 0])
            return a != b ? a > b : x < y
        }
        return ranked.prefix(Self.mostMembers - 1).sorted()
    }

    /// The line's class: faces, photos, documents, and the rest.
    static func className(_ kind: GalleryEvidence.Link.Kind) -> String {
        switch kind {
        case .sameFaceOtherIdentity: "e-face"
        case .sameIdentityOtherFace: "e-other"
        case .samePhoto, .nearPhoto, .selfieIsDocument: "e-photo"
        case .sameNationalID, .sameDocumentNumber: "e-document"
        case .sameEmail, .samePhone, .sameIP, .sameDevice: "e-contact"
        }
    }

    /// A, B, … Z, then AA: which person a member says to be.
    static func letter(_ identity: Int) -> String {
        let index = max(identity, 1) - 1
        let scalar = Character(UnicodeScalar(UInt8(65 + index % 26)))
        return index < 26 ? String(scalar) : letter(index / 26) + String(scalar)
    }
}
