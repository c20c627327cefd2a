import AuditCore

/// Reads `image_a,image_b,label[,group][,subject_a,subject_b][,fold]`.
enum PairsCSV {
    static func read(_ pass: ManifestPass) throws(AuditError) -> LabelledPairs {
        var table = try CSVTable(
            pass, required: ["image_a", "image_b", "label"], optional: ["group", "subject_a", "subject_b", "fold"])
        guard let a = table.position("image_a"), let b = table.position("image_b"),
            let label = table.position("label")
        else { throw table.invalid("the header is incomplete") }
        let subjects = (a: table.position("subject_a"), b: table.position("subject_b"))
        guard (subjects.a == nil) == (subjects.b == nil) else {
            throw table.invalid("subject_a and subject_b belong together, found only one")
        }
        let group = table.position("group")
        let fold = table.position("fold")
        var pairs = LabelledPairs()
        var images = Interner()
        var people = Interner()
        var groups = Interner()
        while try table.next() {
            guard !table.cells[a].isEmpty, !table.cells[b].isEmpty else { throw table.invalid("an image is missing") }
            let mated = try table.label(label)
            guard pairs.append(images.number(table.cells[a]), images.number(table.cells[b]), mated: mated) else {
                throw table.invalid(
                    "label: an earlier pair of the same images, in either order, has the other one, or an image is said to be of another person than itself"
                )
            }
            if let first = subjects.a, let second = subjects.b {
                let names = (table.cells[first], table.cells[second])
                guard !names.0.isEmpty, !names.1.isEmpty else { throw table.invalid("a subject is missing") }
                guard (names.0 == names.1) == mated else {
                    throw table.invalid("label \(mated ? 1 : 0) contradicts subject_a and subject_b")
                }
                pairs.subjectA.append(people.number(names.0))
                pairs.subjectB.append(people.number(names.1))
            }
            if let group { pairs.groups.append(table.cells[group].isEmpty ? -1 : groups.number(table.cells[group])) }
            if let fold { pairs.folds.append(try table.fold(fold)) }
        }
        pairs.images = images.names
        pairs.groupNames = groups.names
        pairs.subjects = subjects.a == nil ? nil : people.names.count
        return pairs
    }
}
