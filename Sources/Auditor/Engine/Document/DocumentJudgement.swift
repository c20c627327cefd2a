import AuditCore

/// Holds what was read on a document against itself, against the request's claims and against a date. A pure function: the
/// same reading, claims, settings and date give the same evidence.
struct DocumentJudgement {
    private let settings: DocumentSettings
    private let asOf: CivilDate
    private let comparer: DocumentComparer

    /// - Parameter asOf: The date that stands for today.
    init(_ settings: DocumentSettings, asOf: CivilDate) {
        self.settings = settings
        self.asOf = asOf
        comparer = DocumentComparer(nameSimilarity: settings.nameSimilarity)
    }

    /// What there is to say of a reading; without any value of it.
    func evidence(_ stored: StoredReading, claims: PersonalData) -> DocumentEvidence {
        let reading = stored.reading
        return DocumentEvidence(
            reader: stored.reader, sides: sides(reading), problems: reading.problems,
            type: reading.fields[.documentType]?.value, zone: reading.mrz.map(zone),
            hasLicence: reading.licence != nil, fields: fields(reading), expiry: expiry(reading, claims),
            age: age(reading),
            agreement: agreement(reading), claims: compare(claims, reading), issuer: issuer(reading),
            ghosts: ghosts(reading))
    }

    private func roles(_ reading: DocumentReading) -> [(ImageRole, DocumentReading.Side)] {
        [ImageRole.document, .documentBack].compactMap { role in reading.sides[role.side].map { (role, $0) } }
    }

    private func sides(_ reading: DocumentReading) -> [DocumentEvidence.Side] {
        roles(reading).map { .init(role: $0, zoneLines: $1.mrz.count, faces: $1.faces.count) }
    }

    private func zone(_ mrz: MRZ) -> DocumentEvidence.Zone {
        DocumentEvidence.Zone(format: mrz.format.rawValue, checkDigits: mrz.checkDigits, repairs: mrz.repairs.count)
    }

    private func fields(_ reading: DocumentReading) -> [DocumentEvidence.Field] {
        DocumentFields.Name.allCases.compactMap { name in
            reading.fields[name].map {
                .init(name: name.rawValue, source: $0.source.rawValue, proven: $0.proven)
            }
        }
    }

    /// However hardly it was legible: what seems wrong is looked at by a person, and only what is proven can reject.
    private func verdict(_ isRight: Bool, _ read: DocumentField) -> DocumentEvidence.Verdict {
        .init(isRight ? .agrees : .differs, proven: read.isSure)
    }

    /// What the document says, or where that cannot be read, whether the applicant's own word is that it has expired.
    private func expiry(_ reading: DocumentReading, _ claims: PersonalData) -> DocumentEvidence.Verdict {
        guard let read = reading.fields[.expiry] else {
            let claimed = claims["document_expiry"].flatMap { CivilDate($0) }
            return claimed.map { $0 < asOf } == true ? .init(.differs, proven: false) : .unknown(.notRead)
        }
        guard let last = CivilDate(read.value) else { return .unknown(.partialDate) }
        return verdict(last >= asOf, read)
    }

    private func age(_ reading: DocumentReading) -> DocumentEvidence.Verdict {
        guard let minimum = settings.minAge, let read = reading.fields[.dateOfBirth],
            let birth = BirthDays(read.value)
        else { return .unknown(.notRead) }
        if birth.latest.fullYears(until: asOf) >= minimum { return verdict(true, read) }
        return birth.earliest.fullYears(until: asOf) < minimum ? verdict(false, read) : .unknown(.partialDate)
    }

    private func issuer(_ reading: DocumentReading) -> DocumentEvidence.Verdict {
        guard let state = reading.fields[.issuingState], let nationality = reading.fields[.nationality] else {
            return .unknown(.notRead)
        }
        let result = comparer.compare(
            .nationality, state, DocumentComparison.Source(state.source), nationality,
            DocumentComparison.Source(nationality.source))
        return DocumentEvidence.Verdict(result, proven: false)
    }

    private func ghosts(_ reading: DocumentReading) -> [DocumentEvidence.Ghost] {
        roles(reading).flatMap { role, side in
            side.faces.compactMap { face in face.similarityToFirst.map { .init(role: role, similarity: $0) } }
        }
    }

    private func agreement(_ reading: DocumentReading) -> [DocumentEvidence.Comparison] {
        let all = comparer.among(reading)
        let whole = all.filter { $0.field == .fullName }
        return all.filter { comparison in
            // A name's parts say nothing new beside the whole.
            ![.surname, .givenNames].contains(comparison.field)
                || !whole.contains { $0.first == comparison.first && $0.second == comparison.second }
        }.map { record($0, reading) }
    }

    private func compare(_ claims: PersonalData, _ reading: DocumentReading) -> [DocumentEvidence.Comparison] {
        comparer.against(DocumentClaims.values(claims), reading).map { record($0, reading) }
    }

    private func record(_ found: DocumentComparison, _ reading: DocumentReading) -> DocumentEvidence.Comparison {
        // No check digit covers a name, nor the letters that tell kinds of document apart.
        let isName = [.surname, .givenNames, .fullName, .documentType].contains(found.field)
        let sources = [found.first, found.second]
        let isProven = !isName && sources.allSatisfy { isSure(found.field, $0, reading) }
        var verdict = DocumentEvidence.Verdict(found, proven: isProven)
        // A document that leaves the sex open contradicts nobody.
        if found.field == .sex, verdict.result == .differs, leavesSexOpen(reading) { verdict = .unknown(.unsure) }
        return DocumentEvidence.Comparison(
            DocumentClaims.field(found.field), found.cause == .firstMissing ? [] : sources.map(\.rawValue), verdict,
            similarity: found.similarity)
    }

    private func leavesSexOpen(_ reading: DocumentReading) -> Bool {
        reading.fields[.sex]?.value == "X" || reading.mrz?[.sex]?.value == "X" || reading.text[.sex]?.value == "X"
    }

    private func isSure(
        _ name: DocumentFields.Name, _ source: DocumentComparison.Source, _ reading: DocumentReading
    ) -> Bool {
        switch source {
        case .mrz: reading.mrz?.fields[name.rawValue]?.proven == true
        case .barcode, .claim: true
        case .text: false
        }
    }
}

extension DocumentEvidence.Verdict {
    init(_ found: DocumentComparison, proven: Bool) {
        switch found.verdict {
        case .agrees: self.init(.agrees, proven: proven)
        case .differs: self.init(.differs, proven: proven)
        case .notCompared:
            switch found.cause {
            case .partialDate: self = .unknown(.partialDate)
            case .lowConfidence: self = .unknown(.unsure)
            case .firstMissing, .secondMissing, nil: self = .unknown(.notRead)
            }
        }
    }
}
