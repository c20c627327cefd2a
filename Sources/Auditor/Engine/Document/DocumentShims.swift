import AuditCore

extension DocumentFields {
    init(_ mrz: MRZ) {
        self.init()
        func take(_ name: Name, _ field: MRZFieldName) {
            guard let read = mrz[field] else { return }
            self[name] = DocumentField(
                value: read.value, source: .mrz, proven: read.proven, confidence: read.confidence)
        }
        take(.surname, .surname)
        take(.givenNames, .givenNames)
        take(.dateOfBirth, .dateOfBirth)
        take(.documentNumber, .documentNumber)
        take(.expiry, .expiry)
        take(.issuingState, .issuingState)
        take(.nationality, .nationality)
        take(.sex, .sex)
    }

    init(_ licence: AAMVALicence) { self.init() }
}

extension DocumentReading {
    init(front: DocumentPhoto?, back: DocumentPhoto?, asOf: CivilDate) { self.init() }
}
