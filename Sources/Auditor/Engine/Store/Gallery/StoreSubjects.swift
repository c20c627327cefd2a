public import AuditCore
import GRDB

extension AuditStore {
    /// The number that the next new subject gets; later ones follow it.
    public func nextSubjectNumber() throws(AuditError) -> Int64 {
        try read { try GalleryWriter.nextNumber(of: "subject", $0) }
    }

    /// The number that the next template of an enrolment gets; later ones follow it in the order of the enrolments.
    public func nextTemplateNumber() throws(AuditError) -> Int64 {
        try read { try GalleryWriter.nextNumber(of: "enrolment", $0) }
    }

    /// The number that the next seen face gets; later ones follow it in the order of the decisions.
    public func nextSeenFaceNumber() throws(AuditError) -> Int64 {
        try read { try GalleryWriter.nextNumber(of: "seen_face", $0) }
    }

    /// The number that the next decision gets; later ones follow it.
    public func nextDecisionNumber() throws(AuditError) -> Int64 {
        try read { try GalleryWriter.nextNumber(of: "decision", $0) }
    }

    /// The subject of a customer's key; nil when there is none or it was erased.
    public func subject(tagged subjectID: String) throws(AuditError) -> StoredSubject? {
        guard let tag = try blindIndex().tag(subjectID, in: .subjectID) else { return nil }
        let number = try read { database in
            let statement = try database.cachedStatement(sql: "SELECT id FROM subject WHERE tag = ?")
            return try Int64.fetchOne(statement, arguments: [Blob.data(tag)])
        }
        return try number.flatMap { number throws(AuditError) in try subject(number: number) }
    }

    /// The subject of a number; nil when there is none or it was erased.
    public func subject(number: Int64) throws(AuditError) -> StoredSubject? {
        guard let columns = try read({ try SubjectColumns.fetch(number, $0) }), columns.state != "erased",
            let key = try keys().key(columns.keyID)
        else { return nil }
        let record = try SubjectRecord(key.open(columns.record, cell: .subject(number)))
        return StoredSubject(
            number: number, subjectID: record.subjectID, name: record.name, email: record.email,
            username: record.username, state: columns.state == "active" ? .active : .revoked, created: columns.created,
            revokedAt: columns.revokedAt,
            templates: columns.enrolments.filter { $0.state == "active" }.map {
                StoredSubject.Template(
                    id: $0.id, matcher: $0.matcher, version: $0.version, imageSHA256: $0.imageSHA256,
                    decision: $0.decision)
            })
    }

    /// Calls the body with every subject that was not erased, by ascending number.
    public func eachSubject(_ body: (StoredSubject) throws -> Void) throws {
        let numbers = try read {
            try Int64.fetchAll($0, sql: "SELECT id FROM subject WHERE state <> 'erased' ORDER BY id")
        }
        for number in numbers { if let subject = try subject(number: number) { try body(subject) } }
    }

    /// A subject's active templates of a matcher and version, by ascending number.
    public func templates(
        ofSubject number: Int64, matcher: String, version: String
    ) throws(AuditError) -> [StoredTemplate] {
        guard let columns = try read({ try SubjectColumns.fetch(number, $0) }), columns.state == "active",
            let key = try keys().key(columns.keyID)
        else { return [] }
        var templates: [StoredTemplate] = []
        for one in columns.enrolments
        where one.state == "active" && one.matcher == matcher && one.version == version {
            let sealed = try SealedTemplate(key.open(one.template, cell: .enrolment(one.id)))
            templates.append(
                StoredTemplate(id: one.id, subject: number, decision: one.decision, template: sealed.template))
        }
        return templates
    }

    /// The number of a subject's key; nil when it is not there.
    func keyOfSubject(_ number: Int64) throws(AuditError) -> Int64? {
        try read { database in
            let statement = try database.cachedStatement(sql: "SELECT key_id FROM subject WHERE id = ?")
            return try Int64.fetchOne(statement, arguments: [number])
        }
    }
}
