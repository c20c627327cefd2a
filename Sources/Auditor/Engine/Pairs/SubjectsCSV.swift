import AuditCore

/// Reads `image,subject[,group]`.
enum SubjectsCSV {
    static func read(_ pass: ManifestPass) throws(AuditError) -> SubjectImages {
        var table = try CSVTable(pass, required: ["image", "subject"], optional: ["group"])
        guard let image = table.position("image"), let subject = table.position("subject") else {
            throw table.invalid("the header is incomplete")
        }
        let group = table.position("group")
        var set = SubjectImages()
        var images = Interner()
        var people = Interner()
        var groups = Interner()
        while try table.next() {
            guard !table.cells[image].isEmpty, !table.cells[subject].isEmpty else {
                throw table.invalid("an image or its subject is missing")
            }
            guard !images.contains(table.cells[image]) else { throw table.invalid("the image is listed a second time") }
            _ = images.number(table.cells[image])
            set.subject.append(people.number(table.cells[subject]))
            if let group { set.group.append(table.cells[group].isEmpty ? -1 : groups.number(table.cells[group])) }
        }
        set.images = images.names
        set.groupNames = groups.names
        set.subjects = people.names.count
        return set
    }
}
