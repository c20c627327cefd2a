import AuditCore

/// Holds what was read on a document against itself, against the request's claims and against a date. A pure function: the
/// same reading, claims, settings and date give the same evidence.
struct DocumentJudgement {
    private let settings: DocumentSettings
    private let asOf: CivilDate

    /// - Parameter asOf: The date that stands for today.
    init(_ settings: DocumentSettings, asOf: CivilDate) {
        self.settings = settings
        self.asOf = asOf
    }

    /// What there is to say of a reading; without any value of it.
    func evidence(_ stored: StoredReading, claims: PersonalData) -> DocumentEvidence {
        let reading = stored.reading
        let sources = DocumentSources(reading)
        return DocumentEvidence(
            reader: stored.reader, sides: sides(reading), problems: reading.problems,
            type: sources.surest(.documentType)?.field.value, zone: reading.mrz.map(zone),
            hasLicence: reading.licence != nil, fields: fields(sources), expiry: expiry(sources), age: age(sources),
            agreement: agreement(sources), claims: compare(claims, sources), issuer: issuer(sources),
            ghosts: ghosts(reading))
    }

    private func roles(_ reading: DocumentReading) -> [(ImageRole, DocumentReading.Side)] {
        [(ImageRole.document, "front"), (.documentBack, "back")].compactMap { role, name in
            reading.sides[name].map { (role, $0) }
        }
    }

    private func sides(_ reading: DocumentReading) -> [DocumentEvidence.Side] {
        roles(reading).map { .init(role: $0, zoneLines: $1.mrz.count, faces: $1.faces.count) }
    }

    private func zone(_ mrz: MRZ) -> DocumentEvidence.Zone {
        DocumentEvidence.Zone(format: mrz.format.rawValue, checkDigits: mrz.checkDigits, repairs: mrz.repairs.count)
    }

    private func fields(_ sources: DocumentSources) -> [DocumentEvidence.Field] {
        sources.parts.flatMap { part in
            DocumentFields.Name.allCases.compactMap { name in
                part.fields[name].map { .init(name: name.rawValue, source: part.name, proven: $0.proven) }
            }
        }
    }

    private func expiry(_ sources: DocumentSources) -> DocumentEvidence.Verdict {
        guard let read = sources.surest(.expiry)?.field else { return .unknown(.notRead) }
        guard let last = CivilDate(read.value) else { return .unknown(.partialDate) }
        return .init(last < asOf ? .differs : .agrees, proven: read.isSure)
    }

    private func age(_ sources: DocumentSources) -> DocumentEvidence.Verdict {
        guard let minimum = settings.minAge, let read = sources.surest(.dateOfBirth)?.field else {
            return .unknown(.notRead)
        }
        guard let birth = BirthDays(read.value) else { return .unknown(.notRead) }
        if birth.latest.fullYears(until: asOf) >= minimum { return .init(.agrees, proven: read.isSure) }
        if birth.earliest.fullYears(until: asOf) < minimum { return .init(.differs, proven: read.isSure) }
        return .unknown(.partialDate)
    }

    private func issuer(_ sources: DocumentSources) -> DocumentEvidence.Verdict {
        guard let state = sources.surest(.issuingState)?.field, let nationality = sources.surest(.nationality)?.field
        else { return .unknown(.notRead) }
        return .init(state.value == nationality.value ? .agrees : .differs, proven: false)
    }

    private func ghosts(_ reading: DocumentReading) -> [DocumentEvidence.Ghost] {
        roles(reading).flatMap { role, side in
            side.faces.compactMap { face in face.similarityToFirst.map { .init(role: role, similarity: $0) } }
        }
    }

    /// Each field that two parts have, every part against the surest one.
    private func agreement(_ sources: DocumentSources) -> [DocumentEvidence.Comparison] {
        let fields = FieldComparison(settings)
        return FieldComparison.Subject.allCases.flatMap { subject -> [DocumentEvidence.Comparison] in
            let said = sources.parts.compactMap { part in
                subject.value(part.fields).map { (source: part.name, value: $0) }
            }
            guard let first = said.first(where: \.value.isSure) ?? said.first else { return [] }
            return said.filter { $0.source != first.source }.map { other in
                fields.compare(subject, first.value, other.value, sources: [first.source, other.source])
            }
        }
    }

    /// Each claim against the part of the document that says it most surely.
    private func compare(_ claims: PersonalData, _ sources: DocumentSources) -> [DocumentEvidence.Comparison] {
        let fields = FieldComparison(settings)
        return FieldComparison.Subject.allCases.compactMap { subject in
            guard let claim = subject.claim(claims) else { return nil }
            let said = sources.parts.compactMap { part in
                subject.value(part.fields).map { (source: part.name, value: $0) }
            }
            guard let read = said.first(where: \.value.isSure) ?? said.first else {
                return .init(subject.rawValue, ["claim"], .unknown(.notRead))
            }
            return fields.compare(subject, read.value, claim, sources: [read.source, "claim"])
        }
    }
}

/// The days on which somebody can have been born, by a date of which day and month may be unknown.
struct BirthDays: Equatable {
    let earliest: CivilDate
    let latest: CivilDate

    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; nil for anything else.
    init?(_ text: String) {
        if let day = CivilDate(text) {
            (earliest, latest) = (day, day)
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let year = parts[0], parts.allSatisfy({ $0 != nil }) else { return nil }
        let months = parts.count == 2 ? [parts[1] ?? 0] : [1, 12]
        guard let first = CivilDate(year: year, month: months[0], day: 1), let month = months.last,
            let last = CivilDate(year: year, month: month, day: CivilDate.days(inMonth: month, of: year))
        else { return nil }
        (earliest, latest) = (first, last)
    }
}
