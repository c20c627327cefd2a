import AuditCore
import FoundationEssentials
import Glibc

/// A group as a circle of faces and the lines between them: side by side one for each sort of link of a pair. Of a large group the members
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
    /// Between the lines of one pair, around the drawing, and for the label below a face.
    private static let gap = 5.0
    private static let margin = 8.0
    private static let label = 18.0

    var markup: Markup {
        let drawn = core
        let hidden = group.members.count - drawn.count
        let slots = drawn.count + (hidden > 0 ? 1 : 0)
        let radius = slots == 1 ? 0 : slots == 2 ? 95.0 : max(95, Self.face * 1.5 * Double(slots) / (2 * Double.pi))
        let width = max(Self.width, 2 * radius + Self.face + 60)
        func offset(_ slot: Int) -> (x: Double, y: Double) {
            // The first above, except that two stand side by side.
            let angle = 2 * Double.pi * Double(slot) / Double(max(slots, 1)) - (slots == 2 ? Double.pi : Double.pi / 2)
            return (radius * cos(angle), radius * sin(angle))
        }
        // As high as what is drawn, with the labels below the faces.
        let heights = (0..<slots).map { offset($0).y }
        let top = (heights.min() ?? 0) - Self.face / 2 - Self.margin
        let bottom = (heights.max() ?? 0) + Self.face / 2 + Self.label + Self.margin
        var svg = SVG(
            width: Int(width), height: Int((bottom - top).rounded(.up)), className: "ring",
            title: "Group \(id.dropFirst()): \(group.members.count) members",
            description:
                "Faces in a circle with a line for each pair that is tied. The list below says the same in words.",
            id: id)
        func place(_ slot: Int) -> (x: Double, y: Double) {
            let (x, y) = offset(slot)
            return (width / 2 + x, y - top)
        }
        let slotOf = Dictionary(drawn.enumerated().map { (group.members[$0.element].id, $0.offset) }) { first, _ in
            first
        }
        for line in lines(slotOf).reversed() {
            let (from, to) = (place(line.a), place(line.b))
            let length = max(hypot(to.x - from.x, to.y - from.y), 1)
            let side = Self.gap * (Double(line.place) - Double(line.of - 1) / 2)
            let (dx, dy) = (-(to.y - from.y) / length * side, (to.x - from.x) / length * side)
            svg.line("edge \(line.name)", x1: from.x + dx, y1: from.y + dy, x2: to.x + dx, y2: to.y + dy)
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

    /// One line of a pair: which of how many.
    private struct Line {
        let name: String
        let a: Int
        let b: Int
        let place: Int
        let of: Int
    }

    /// The sorts of link of each pair that is drawn, strongest first: drawn in reverse, the stronger lie above.
    private func lines(_ slotOf: [String: Int]) -> [Line] {
        var sorts: [String: [String]] = [:]
        var pairs: [(key: String, a: Int, b: Int)] = []
        for link in group.links {
            guard let a = slotOf[link.a], let b = slotOf[link.b], a != b else { continue }
            let (low, high) = (min(a, b), max(a, b))
            let (key, name) = ("\(low) \(high)", Self.className(link.kind))
            if sorts[key] == nil { pairs.append((key, low, high)) }
            if !sorts[key, default: []].contains(name) { sorts[key, default: []].append(name) }
        }
        return pairs.flatMap { pair in
            let names = sorts[pair.key, default: []]
            return names.enumerated().map {
                Line(name: $0.element, a: pair.a, b: pair.b, place: $0.offset, of: names.count)
            }
        }
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
