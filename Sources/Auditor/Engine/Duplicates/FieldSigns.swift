import AuditCore

/// Who shares a value or a photo file with whom, over everything that was seen. In memory only.
struct FieldSigns {
    private let fields: [BlindIndex.Field]
    private var byValue: [BlindIndex.Field: [String: [DuplicatesBuilder.Owner]]] = [:]
    private var alone: [DuplicatesBuilder.Owner] = []

    init(_ settings: DuplicatesSettings) { fields = settings.same }

    /// Takes up what a request says and shows.
    mutating func add(
        _ owner: DuplicatesBuilder.Owner, _ party: DuplicatesBuilder.Party, _ personal: PersonalData,
        _ images: [ImageRecord]
    ) {
        for field in fields {
            guard
                let value = field.value(subjectID: party.subjectID, personal).flatMap({
                    BlindIndex.normalised($0, in: field)
                })
            else { continue }
            byValue[field, default: [:]][value, default: []].append(owner)
        }
        for sha256 in Set(images.compactMap(\.sha256)) {
            byValue[.photo, default: [:]][sha256, default: []].append(owner)
        }
        let selfie = images.first { $0.role == .selfie }?.sha256
        if let selfie, images.contains(where: { $0.role == .document && $0.sha256 == selfie }) { alone.append(owner) }
    }

    /// Links each request to the last ones before it that share a value and say to be somebody else.
    func link(
        _ people: [DuplicatesBuilder.Owner: DuplicatesBuilder.Party], _ enrolled: EnrolledPeople,
        into builder: inout DuplicatesBuilder
    ) throws(AuditError) {
        for (field, values) in byValue {
            guard let kind = field.link else { continue }
            for owners in values.values where owners.count > 1 {
                for (place, owner) in owners.enumerated() {
                    var links = 0
                    for other in owners[..<place].reversed().prefix(DuplicateWatch.mostSharing)
                    where links < DuplicateWatch.mostLinks {
                        guard let mine = people[owner], let theirs = people[other],
                            try isOther(mine.person, theirs.person, field, enrolled)
                        else { continue }
                        builder.link(other, owner, kind)
                        links += 1
                    }
                }
            }
        }
        for owner in alone { builder.link(owner, owner, .selfieIsDocument) }
    }

    private func isOther(
        _ a: Person, _ b: Person, _ field: BlindIndex.Field, _ enrolled: EnrolledPeople
    ) throws(AuditError) -> Bool {
        if field == .photo { return try !enrolled.isSame(a, b) }
        return a.keys.isComparable(with: b.keys, ignoring: field.personKey)
            && !a.keys.isSame(as: b.keys, ignoring: field.personKey)
    }
}
