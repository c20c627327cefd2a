import AuditCore

/// What a run found of duplicates, from what is recorded with its decisions.
struct RunDuplicates {
    let store: AuditStore
    let run: RunRecord

    /// Nil when the policy did not ask for duplicates.
    func record() throws(AuditError) -> DuplicatesRecord? {
        let found = try store.galleryEvidence(run: run.id).filter {
            $0.evidence.watch?.checks.contains(FurtherCheck.duplicates.rawValue) == true
        }
        guard !found.isEmpty else { return nil }
        let enrolled = EnrolledPeople(store)
        var builder = DuplicatesBuilder(run: run.id, enrolled)
        var faceLinks = 0
        for one in found {
            let evidence = one.evidence
            faceLinks += one.faceLinks
            for link in evidence.links where evidence.isSign(link) && !evidence.isAllowed(link) {
                let own = DuplicatesBuilder.Owner.decision(one.decision)
                let other = link.decision.map(DuplicatesBuilder.Owner.decision) ?? link.subject.map { .subject($0) }
                builder.link(own, other ?? own, link.kind, matcher: link.matcher, score: link.score)
            }
        }
        return DuplicatesRecord(
            run: run.id, requests: found.count, search: search(found.map(\.evidence), links: faceLinks),
            groups: try builder.groups { owner throws(AuditError) in try store.party(owner, enrolled) })
    }

    /// The comparisons of the whole run, and their mean rate: the threshold rose with every face.
    private func search(_ found: [GalleryEvidence], links: Int) -> DuplicatesRecord.Search? {
        let searches = found.compactMap(\.watch).filter { $0.matcher != nil }
        guard let last = searches.last, let matcher = last.matcher, let threshold = last.threshold else { return nil }
        let comparisons = searches.reduce(0.0) { $0 + Double($1.faces) }
        let rates = searches.compactMap { search in search.falseMatchRate.map { $0 * Double(search.faces) } }
        let isKnown = rates.count == searches.count && comparisons > 0
        return DuplicatesRecord.Search(
            matcher: matcher, faces: last.faces, comparisons: comparisons, threshold: threshold,
            basis: last.basis ?? "", falseMatchRate: isKnown ? rates.reduce(0, +) / comparisons : nil, links: links)
    }
}

extension AuditStore {
    /// What there is to say of an owner; nil when it was erased.
    func party(
        _ owner: DuplicatesBuilder.Owner, _ enrolled: EnrolledPeople
    ) throws(AuditError) -> DuplicatesBuilder.Party? {
        switch owner {
        case .decision(let id):
            guard let request = try decidedRequest(id), let data = try requestData(decision: id) else { return nil }
            return DuplicatesBuilder.Party(
                request, try enrolled.complete(Person(request, subjectID: data.subjectID, data.personal)))
        case .subject(let number):
            guard let subject = try subject(number: number) else { return nil }
            let photos = Dictionary(grouping: subject.templates.filter { $0.imageSHA256 != nil }) {
                $0.imageSHA256 ?? ""
            }
            return DuplicatesBuilder.Party(
                person: try enrolled.complete(Person(subject)), subjectID: subject.subjectID,
                faces: photos.sorted { $0.key < $1.key }.map {
                    DuplicatesRecord.Face(sha256: $0.key, matchers: Set($0.value.map(\.matcher)).sorted())
                }, isSubject: true)
        }
    }
}

extension DuplicatesBuilder.Party {
    /// What there is to say of a request.
    init(_ request: DecidedRequest, _ person: Person) {
        self.init(
            person: person, subjectID: person.subjectID ?? "", run: request.run, row: request.row,
            outcome: request.outcome,
            faces: request.images.compactMap { image in
                let matchers = image.extractions.filter { $0.chosenFace != nil }.map(\.matcher)
                guard let sha256 = image.sha256, !matchers.isEmpty else { return nil }
                return DuplicatesRecord.Face(sha256: sha256, matchers: matchers)
            })
    }
}
