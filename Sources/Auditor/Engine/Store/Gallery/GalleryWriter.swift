import AuditCore
import GRDB

/// Why a subject, or some of its templates, no longer counts.
public enum RevocationCause: String, Sendable {
    /// Somebody said so.
    case revoked
    /// The templates are of a version that is no longer compared.
    case outdated
    /// The run that enrolled was withdrawn.
    case withdrawal
}

/// Changes subjects within a transaction; each change leaves a leaf of the log that holds the digest of all that the
/// tables then say of the subject.
struct GalleryWriter {
    let database: Database
    let vault: Vault

    /// Adds a photo's templates to a subject, and the subject when it is new.
    /// - Parameters:
    ///   - key: the subject's own.
    ///   - decision: what enrolled; its leaf is the newest.
    func enrol(
        _ enrolment: Enrolment, key: DataKey, decision: (id: Int64, leaf: Int)?, at time: String,
        _ log: inout LogAppender
    ) throws {
        let (id, leaf) = (enrolment.subject, log.size)
        let known = try SubjectColumns.fetch(id, database)
        guard (known == nil) == enrolment.isNewSubject, known?.state != "erased" else {
            throw AuditError(
                .internalError, "subject \(id) is \(known == nil ? "not there" : "there already, or erased")")
        }
        var subject = known ?? SubjectColumns(id: id, keyID: key.id, created: time, leaf: leaf)
        let record = SubjectRecord(
            enrolment, keeping: try known.map { try SubjectRecord(key.open($0.record, cell: .subject(id))) })
        let tags = record.tags(BlindIndex(keyed: vault.keyed))
        (subject.tag, subject.emailTag) = (tags.subject, tags.email)
        subject.record = try key.seal(record.bytes(), cell: .subject(id))
        (subject.state, subject.revokedAt, subject.leaf) = ("active", nil, leaf)
        try subject.write(into: database)
        if enrolment.replaces {
            try database.cachedStatement(
                sql: "UPDATE enrolment SET state = 'replaced', replaced_by = ? WHERE subject = ? AND state = 'active'"
            ).execute(arguments: [leaf, id])
        }
        var next = try Self.nextNumber(of: "enrolment", database)
        var templates: [[String]] = []
        for one in enrolment.templates {
            let sealed = SealedTemplate(one.template)
            templates.append([
                one.matcher, one.version,
                try sealed.commitment(subject: id, matcher: one.matcher, version: one.version),
            ])
            let row = SubjectColumns.EnrolmentColumns(
                id: next, decision: decision?.id, matcher: one.matcher, version: one.version,
                imageSHA256: enrolment.imageSHA256, keyID: key.id,
                template: try key.seal(sealed.bytes, cell: .enrolment(next)), state: "active", leaf: leaf)
            try row.insert(subject: id, into: database)
            next += 1
        }
        let entry = EnrolmentLeaf(
            subject: Int(id), decision: decision?.leaf, cause: enrolment.replaces ? "replace" : "enrol",
            templates: templates, commitment: try record.commitment(subject: id), evidence: try evidence(of: id),
            time: time)
        _ = try log.append(.enrolment(entry))
    }

    /// Revokes a subject with all its templates, which go; who it was stays until it is erased.
    /// - Returns: whether it was active.
    func revoke(subject id: Int64, cause: RevocationCause, at time: String, _ log: inout LogAppender) throws -> Bool {
        try database.execute(
            sql: "UPDATE subject SET state = 'revoked', revoked_at = ? WHERE id = ? AND state = 'active'",
            arguments: [time, id])
        guard database.changesCount == 1 else { return false }
        try drop(where: "subject = ?", [id])
        try append(subject: id, cause: cause, at: time, &log)
        return true
    }

    /// Makes templates unusable and removes them; the rows stay.
    func drop(where condition: String, _ arguments: StatementArguments) throws {
        try database.execute(
            sql: "UPDATE enrolment SET state = 'revoked', replaced_by = NULL, template = X'' WHERE \(condition)",
            arguments: arguments)
    }

    /// Logs what the tables now say of a subject.
    func append(subject id: Int64, cause: RevocationCause, at time: String, _ log: inout LogAppender) throws {
        _ = try log.append(
            .revocation(
                RevocationLeaf(subject: Int(id), cause: cause.rawValue, evidence: try evidence(of: id), time: time)))
    }

    /// Takes back what a run enrolled: what it replaced counts again, and who is known by it alone is gone.
    /// - Returns: the keys to destroy.
    func withdraw(run: Int, at time: String, _ log: inout LogAppender) throws -> [Int64] {
        let ofRun = "decision_id IN (SELECT id FROM decision WHERE run_id = ?)"
        let touched = try Int64.fetchAll(
            database, sql: "SELECT DISTINCT subject FROM enrolment WHERE \(ofRun) ORDER BY subject", arguments: [run])
        let gone = try touched.filter { subject in
            let sql = "SELECT EXISTS (SELECT 1 FROM enrolment WHERE subject = ? AND coalesce(NOT \(ofRun), true))"
            return try Bool.fetchOne(database, sql: sql, arguments: [subject, run]) == false
        }
        // The newest first, so that each finds what it replaced as it was.
        let leaves = try Int.fetchAll(
            database, sql: "SELECT DISTINCT leaf FROM enrolment WHERE \(ofRun) ORDER BY leaf DESC", arguments: [run])
        for leaf in leaves { try takeBack(leaf: leaf) }
        let keys = try erase(subjects: gone)
        for part in gone.parts(of: 2000) {
            let leaf = ErasureLeaf(
                decisions: [], subjects: part.map(Int.init), evidence: DecisionColumns.evidence(ofErased: []),
                cause: RevocationCause.withdrawal.rawValue, time: time)
            _ = try log.append(.erasure(leaf))
        }
        for subject in touched where !gone.contains(subject) {
            try database.execute(
                sql: """
                    UPDATE subject SET state = 'revoked', revoked_at = ?1 WHERE id = ?2 AND state = 'active'
                        AND NOT EXISTS (SELECT 1 FROM enrolment WHERE subject = ?2 AND state = 'active')
                    """, arguments: [time, subject])
            try append(subject: subject, cause: .withdrawal, at: time, &log)
        }
        return keys
    }

    private func takeBack(leaf: Int) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT max(state = 'active'), max(replaced_by) FROM enrolment WHERE leaf = ?",
            arguments: [leaf])
        if row?[0] as Bool? == true {
            try database.execute(
                sql: "UPDATE enrolment SET state = 'active', replaced_by = NULL WHERE replaced_by = ?",
                arguments: [leaf])
        } else {
            // Somebody else's came after it and replaces what it replaced.
            try database.execute(
                sql: "UPDATE enrolment SET replaced_by = ? WHERE replaced_by = ?",
                arguments: [row?[1] as Int?, leaf])
        }
        try drop(where: "leaf = ?", [leaf])
        try database.execute(sql: "UPDATE enrolment SET decision_id = NULL WHERE leaf = ?", arguments: [leaf])
    }

    /// Blanks subjects; only their numbers stay, so that none is given again.
    /// - Returns: the keys to destroy.
    func erase(subjects: [Int64]) throws -> [Int64] {
        guard !subjects.isEmpty else { return [] }
        let list = subjects.map(String.init).joined(separator: ", ")
        let keys = try Int64.fetchAll(
            database, sql: "SELECT key_id FROM subject WHERE id IN (\(list)) AND state <> 'erased'")
        try database.execute(
            sql: """
                DELETE FROM enrolment WHERE subject IN (\(list));
                UPDATE subject SET tag = NULL, email_tag = NULL, key_id = 0, record = X'', state = 'erased',
                    created = '', revoked_at = NULL WHERE id IN (\(list));
                """)
        return keys
    }

    private func evidence(of subject: Int64) throws -> String {
        guard let columns = try SubjectColumns.fetch(subject, database) else {
            throw AuditError(.internalError, "subject \(subject) is not there")
        }
        return columns.evidence
    }

    /// The number that the next row of a table gets.
    static func nextNumber(of table: String, _ database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT coalesce(max(id), 0) + 1 FROM \(table)")
        return try Int64.fetchOne(statement) ?? 1
    }
}

extension Array {
    /// The elements in parts of at most so many.
    func parts(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
