public import AuditCore
import GRDB

extension AuditStore {
    /// Enrols outside a run, all or nothing, and signs the log.
    /// - Parameter time: RFC 3339 UTC.
    /// - Throws: `internal_error` for a subject that is to be new and is there, or is not there.
    public func enrol(_ enrolments: [Enrolment], at time: String) throws(AuditError) {
        guard !enrolments.isEmpty else { return }
        let vault = try keys()
        let keys = try SubjectKeys(enrolments, made: vault.makeKeys(SubjectKeys.count(enrolments)), store: self)
        try write { database in
            var log = try LogAppender(database)
            let writer = GalleryWriter(database: database, vault: vault)
            for enrolment in enrolments {
                try writer.enrol(
                    enrolment, key: try keys.key(of: enrolment.subject), decision: nil, at: time, &log)
            }
            log.lastKey = max(log.lastKey, keys.last)
            try log.save()
        }
        try signCheckpoint()
    }

    /// Revokes a subject: its templates go, and its name stays until it is erased. Signs the log.
    /// - Returns: whether it was active.
    @discardableResult
    public func revoke(
        subject number: Int64, at time: String, cause: RevocationCause = .revoked
    ) throws(AuditError) -> Bool {
        let vault = try keys()
        let isDone = try write { database in
            var log = try LogAppender(database)
            let writer = GalleryWriter(database: database, vault: vault)
            let isDone = try writer.revoke(subject: number, cause: cause, at: time, &log)
            try log.save()
            return isDone
        }
        if isDone { try signCheckpoint() }
        return isDone
    }

    /// Removes the templates that were replaced, and those of older versions where the same subject has one of the
    /// current version. Signs the log.
    /// - Parameter current: the version in use, by matcher.
    /// - Returns: how many templates went.
    @discardableResult
    public func removeOutdatedTemplates(current: [String: String], at time: String) throws(AuditError) -> Int {
        let vault = try keys()
        let count = try write { database in
            var log = try LogAppender(database)
            let writer = GalleryWriter(database: database, vault: vault)
            var doomed: [Int64: [Int64]] = [:]
            func add(_ condition: String, _ arguments: StatementArguments) throws {
                let sql = "SELECT id, subject FROM enrolment AS old WHERE \(condition)"
                for row in try Row.fetchAll(database, sql: sql, arguments: arguments) {
                    doomed[row[1], default: []].append(row[0])
                }
            }
            try add("state = 'replaced'", [])
            for (matcher, version) in current {
                try add(
                    """
                    state = 'active' AND matcher = ?1 AND template_version <> ?2 AND EXISTS (
                        SELECT 1 FROM enrolment WHERE subject = old.subject AND matcher = ?1
                            AND template_version = ?2 AND state = 'active')
                    """, [matcher, version])
            }
            for (subject, ids) in doomed.sorted(by: { $0.key < $1.key }) {
                for id in ids { try writer.drop(where: "id = ?", [id]) }
                try writer.append(subject: subject, cause: .outdated, at: time, &log)
            }
            try log.save()
            return doomed.values.reduce(0) { $0 + $1.count }
        }
        if count > 0 { try signCheckpoint() }
        return count
    }
}

/// The keys of the subjects that some enrolments are about.
struct SubjectKeys {
    /// The highest number of a key that was made.
    let last: Int64
    private var keys: [Int64: DataKey] = [:]

    /// How many keys are to be made.
    static func count(_ enrolments: [Enrolment]) -> Int { enrolments.count { $0.isNewSubject } }

    /// - Parameter made: a key for each new subject, in their order.
    init(_ enrolments: [Enrolment], made: [DataKey], store: AuditStore) throws(AuditError) {
        last = made.last?.id ?? 0
        for (enrolment, key) in zip(enrolments.filter(\.isNewSubject), made) { keys[enrolment.subject] = key }
        for enrolment in enrolments where keys[enrolment.subject] == nil {
            guard let id = try store.keyOfSubject(enrolment.subject), let key = try store.keys().key(id) else {
                continue
            }
            keys[enrolment.subject] = key
        }
    }

    /// The key of a subject.
    /// - Throws: `internal_error` for one that is not there or was erased.
    func key(of subject: Int64) throws(AuditError) -> DataKey {
        guard let key = keys[subject] else {
            throw AuditError(.internalError, "subject \(subject) is not there, or was erased")
        }
        return key
    }
}
