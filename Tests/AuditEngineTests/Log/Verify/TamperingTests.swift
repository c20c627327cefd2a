import AuditCore
import GRDB
import Testing

@testable import AuditEngine

/// Whoever edits the database without the signing key is noticed by `auditor log verify`.
@Suite struct TamperingTests {
    @Test func anUntouchedDatabaseHolds() throws {
        let store = try LoggedStore()
        let found = try store.verify(commitments: true)
        #expect(found.holds, "\(found.findings)")
        // Runs, decisions, ends, the erasure and the withdrawal.
        #expect(found.size == 4 + (12 + 5 + 2 + 3) + 2 + 1 + 1 + LoggedGallery.leaves)
        #expect(found.decisions == 20)
        #expect(found.erased == 1)
        #expect(found.opened == 19)
        #expect(found.uncovered == 4)
        #expect(found.checkpoints == 4 + LoggedGallery.checkpoints + 1)
        #expect(try store.verify().holds)
    }

    /// One thing that somebody may do, and a finding that it must give.
    struct Trick: CustomTestStringConvertible, Sendable {
        var name: String
        var finding: LogFinding.Code
        var statements: [String]
        var needsKeys = false

        init(_ name: String, _ finding: LogFinding.Code, needsKeys: Bool = false, _ statements: String...) {
            self.name = name
            self.finding = finding
            self.statements = statements
            self.needsKeys = needsKeys
        }

        var testDescription: String { name }
    }

    private static let galleryTricks: [Trick] = [
        Trick(
            "a subject is deleted", .recordMissing, "DELETE FROM enrolment WHERE subject = 3",
            "DELETE FROM subject WHERE id = 3"),
        Trick("an erased subject's number is deleted", .recordMissing, "DELETE FROM subject WHERE id = 6"),
        Trick(
            "a subject is added", .recordMissing,
            "INSERT INTO subject SELECT 99, NULL, NULL, key_id, record, state, created, revoked_at, leaf FROM subject WHERE id = 3"
        ),
        Trick(
            "an erased subject comes back", .erasureMismatch,
            "UPDATE subject SET state = 'active', created = '2026-01-01T00:00:00Z' WHERE id = 6"),
        Trick(
            "an erased subject gets a template", .erasureMismatch,
            "INSERT INTO enrolment SELECT 99, 6, NULL, matcher, template_version, NULL, key_id, template, state, NULL, leaf FROM enrolment WHERE subject = 3 LIMIT 1"
        ),
        Trick(
            "a revoked subject counts again", .recordMismatch,
            "UPDATE subject SET state = 'active', revoked_at = NULL WHERE id = 5"),
        Trick("a subject is revoked", .recordMismatch, "UPDATE subject SET state = 'revoked' WHERE id = 3"),
        Trick(
            "two subjects change their ids", .recordMismatch, "UPDATE subject SET tag = randomblob(16) WHERE id = 3",
            "UPDATE subject SET tag = (SELECT email_tag FROM subject WHERE id = 4) WHERE id = 3"),
        Trick(
            "two subjects change their names", .recordMismatch,
            "UPDATE subject SET record = other.record FROM subject AS other WHERE other.id = 7 - subject.id AND subject.id IN (3, 4)"
        ),
        Trick("a template is deleted", .recordMismatch, "DELETE FROM enrolment WHERE subject = 3 AND matcher = 'dlib'"),
        Trick(
            "two subjects exchange their templates", .recordMismatch,
            "UPDATE enrolment SET subject = 7 - subject WHERE subject IN (3, 4)"),
        Trick(
            "a replaced template counts again", .recordMismatch,
            "UPDATE enrolment SET state = 'active', replaced_by = NULL WHERE state = 'replaced'"),
        Trick(
            "a template is said to be of another version", .recordMismatch,
            "UPDATE enrolment SET template_version = 'x' WHERE subject = 3"),
        Trick(
            "a template is said to be of another photo", .recordMismatch,
            "UPDATE enrolment SET image_sha256 = NULL WHERE subject = 3"),
        Trick(
            "a template is overwritten", .recordMismatch,
            "UPDATE enrolment SET template = randomblob(length(template)) WHERE subject = 3"),
        Trick(
            "an enrolment gets another decision", .recordMismatch,
            "UPDATE enrolment SET decision_id = 3 WHERE subject = 1 AND state = 'active'"),
        Trick("a seen face is deleted", .recordMismatch, "DELETE FROM seen_face WHERE decision_id = 6"),
        Trick(
            "two seen faces change places", .recordMismatch,
            "UPDATE seen_face SET decision_id = 9 - decision_id WHERE decision_id IN (3, 6)"),
        Trick(
            "what the gallery answered is edited", .recordMismatch,
            "UPDATE decision SET gallery = replace(gallery, '0.25', '0.35') WHERE gallery IS NOT NULL"),
        Trick("what the gallery answered is removed", .recordMismatch, "UPDATE decision SET gallery = NULL"),
        Trick("an entry of a list is deleted", .recordMissing, "DELETE FROM list_entry WHERE id = 1"),
        Trick("an entry of a list expires sooner", .recordMismatch, "UPDATE list_entry SET expires = created"),
        Trick(
            "a blocked person becomes an allowed one", .recordMismatch,
            "UPDATE list_entry SET list = 'allow' WHERE id = 1"),
        Trick(
            "a removed entry counts again", .recordMismatch, "UPDATE list_entry SET removed = NULL WHERE id = 2"),
        Trick(
            "two entries exchange whom they mean", .recordMismatch,
            "UPDATE list_entry SET record = (SELECT record FROM list_entry WHERE id = 1) WHERE id = 3"),
        Trick(
            "a subject names a key that was never made", .rootMismatch, "UPDATE subject SET key_id = 5000 WHERE id = 3"
        ),
    ]

    private static let tricks: [Trick] = [
        Trick(
            "a rejection becomes an approval", .recordMismatch,
            "UPDATE decision SET outcome = 'approved' WHERE run_id = 1 AND outcome = 'rejected'"),
        Trick(
            "a score is raised a little", .recordMismatch,
            "UPDATE score SET score = score + 1e-9 WHERE score IS NOT NULL AND decision_id = 1"),
        Trick(
            "a verdict becomes empty instead of missing", .recordMismatch,
            "UPDATE score SET verdict = '' WHERE verdict IS NULL"),
        Trick(
            "an erased decision is edited", .recordMismatch,
            "UPDATE decision SET line = line + 1 WHERE run_id = 1 AND row = 2"),
        Trick(
            "an erased decision gets another salt", .recordMismatch,
            "UPDATE decision SET salt = randomblob(16) WHERE run_id = 1 AND row = 2"),
        Trick(
            "a decision is deleted with all that belongs to it", .recordMissing,
            "DELETE FROM score WHERE decision_id = 5", "DELETE FROM personal WHERE decision_id = 5",
            "DELETE FROM person WHERE decision_id = 5", "DELETE FROM outbox WHERE decision_id = 5",
            "UPDATE decision SET source_id = NULL WHERE source_id = 5", "DELETE FROM decision WHERE id = 5"),
        Trick(
            "a decision is added", .recordMissing,
            "INSERT INTO decision SELECT 999, run_id, 99, line, 'new', '', kind, 'approved', confidence, reasons, checks, images, gallery, document, is_request, source_id, salt, 999 FROM decision WHERE id = 1"
        ),
        Trick(
            "two decisions change places in the log", .recordMismatch,
            "UPDATE decision SET leaf = -leaf WHERE id IN (3, 4)",
            "UPDATE decision SET leaf = CASE id WHEN 3 THEN 4 ELSE 3 END WHERE id IN (3, 4)"),
        Trick(
            "a decision is moved to another run", .recordMismatch,
            "UPDATE decision SET run_id = 4, row = 60 WHERE id = 3"),
        Trick(
            "a run is deleted", .recordMissing,
            "DELETE FROM run WHERE id = 3"),
        Trick(
            "a run is added", .recordMissing,
            "CREATE TEMP TABLE copy AS SELECT * FROM run WHERE id = 1", "UPDATE copy SET id = 9",
            "INSERT INTO run SELECT * FROM copy"),
        Trick(
            "a finished run is reopened", .recordMismatch,
            "UPDATE run SET state = 'unfinished', finished = NULL, end_leaf = NULL WHERE id = 1"),
        Trick(
            "a finished run loses its end", .recordMismatch,
            "UPDATE run SET finished = NULL, end_leaf = NULL WHERE id = 1"),
        Trick(
            "an unfinished run is called finished", .recordMismatch,
            "UPDATE run SET state = 'finished', finished = '2026-01-01T00:00:00Z', end_leaf = 1 WHERE id = 4"),
        Trick(
            "an unfinished run gets a time at which it was finished", .recordMismatch,
            "UPDATE run SET finished = '2026-01-01T00:00:00Z' WHERE id = 4"),
        Trick(
            "a withdrawn run is revived", .recordMismatch,
            "UPDATE run SET state = 'unfinished' WHERE id = 3"),
        Trick(
            "a leaf is edited", .rootMismatch,
            "UPDATE log_leaf SET body = CAST(replace(CAST(body AS TEXT), 'approved', 'rejected') AS BLOB) WHERE position = 1"
        ),
        Trick(
            "a leaf is edited and its decision with it", .rootMismatch,
            "UPDATE log_leaf SET body = CAST(replace(CAST(body AS TEXT), 'approved', 'rejected') AS BLOB) WHERE position = 1",
            "UPDATE decision SET outcome = 'rejected' WHERE leaf = 1"),
        Trick(
            "a leaf gets white space", .leafInvalid,
            "UPDATE log_leaf SET body = CAST(body || X'20' AS BLOB) WHERE position = 1"),
        Trick("a leaf is deleted", .leafInvalid, "DELETE FROM log_leaf WHERE position = 7"),
        Trick("the first leaf is deleted", .leafInvalid, "DELETE FROM log_leaf WHERE position = 0"),
        Trick(
            "a leaf is put before the first", .leafInvalid,
            "INSERT INTO log_leaf SELECT -1, body FROM log_leaf WHERE position = 1"),
        Trick(
            "a leaf is inserted", .rootMismatch,
            "UPDATE log_leaf SET position = -position - 1 WHERE position >= 7",
            "UPDATE log_leaf SET position = -position WHERE position < 0",
            "INSERT INTO log_leaf SELECT 7, body FROM log_leaf WHERE position = 6"),
        Trick(
            "two leaves change places", .rootMismatch,
            "UPDATE log_leaf SET position = -position WHERE position IN (3, 4)",
            "UPDATE log_leaf SET position = CASE position WHEN -3 THEN 4 ELSE 3 END WHERE position < 0"),
        Trick(
            "a leaf is added at the end", .rootMismatch,
            "INSERT INTO log_leaf SELECT max(position) + 1, (SELECT body FROM log_leaf WHERE position = 1) FROM log_leaf"
        ),
        Trick("the log is cut", .rootMismatch, "DELETE FROM log_leaf WHERE position > 5"),
        Trick(
            "the log is cut with its checkpoints", .rolledBack, "DELETE FROM log_leaf WHERE position > 5",
            "DELETE FROM log_checkpoint WHERE size > 6"),
        Trick("the recorded size is raised", .rootMismatch, "UPDATE log_state SET size = size + 1"),
        Trick("the recorded keys are fewer", .rootMismatch, "UPDATE log_state SET last_key = 0"),
        Trick("the log's state is removed", .unreadable, "DELETE FROM log_state"),
        Trick(
            "a checkpoint is filed under another size", .checkpointInvalid,
            "UPDATE log_checkpoint SET size = size - 1 WHERE size = (SELECT min(size) FROM log_checkpoint)"),
        Trick(
            "the newest checkpoint is removed", .checkpointInvalid,
            "DELETE FROM log_checkpoint WHERE size = (SELECT max(size) FROM log_checkpoint)"),
        Trick(
            "a checkpoint's signature is removed", .checkpointInvalid,
            "UPDATE log_checkpoint SET note = substr(note, 1, 60)"),
        Trick(
            "a checkpoint says another size", .checkpointInvalid,
            "UPDATE log_checkpoint SET note = replace(note, char(10) || size || char(10), char(10) || (size + 1) || char(10))"
        ),
        Trick(
            "a trigger is added", .schemaAltered,
            "CREATE TRIGGER hide AFTER INSERT ON decision BEGIN DELETE FROM decision WHERE id = new.id; END"),
        Trick("a view is added", .schemaAltered, "CREATE VIEW honest AS SELECT * FROM decision"),
        Trick(
            "a view stands for a table", .schemaAltered, "ALTER TABLE summary RENAME TO hidden",
            "CREATE VIEW summary AS SELECT * FROM hidden"),
        Trick("an index is removed", .schemaAltered, "DROP INDEX decision_outcome"),
        Trick(
            "a tombstone is removed", .leafInvalid,
            "DELETE FROM log_leaf WHERE CAST(body AS TEXT) LIKE '%\"erasure\"%'"),
        Trick(
            "personal data goes without a tombstone", .erasureMismatch,
            "DELETE FROM person WHERE decision_id = 3", "DELETE FROM personal WHERE decision_id = 3"),
        Trick(
            "personal data comes back after its tombstone", .erasureMismatch,
            "INSERT INTO personal SELECT 2, key_id, record, digest, has_email, has_subject FROM personal WHERE decision_id = 3"
        ),
        Trick(
            "two people's data change places", .commitmentMismatch, needsKeys: true,
            "UPDATE personal SET decision_id = -decision_id WHERE decision_id IN (3, 4)",
            "UPDATE personal SET decision_id = CASE decision_id WHEN -3 THEN 4 ELSE 3 END WHERE decision_id < 0"),
        Trick(
            "personal data is overwritten", .commitmentMismatch, needsKeys: true,
            "UPDATE personal SET record = randomblob(length(record)) WHERE decision_id = 3"),
        Trick(
            "personal data names a key that was never made", .rootMismatch,
            "UPDATE personal SET key_id = 5000 WHERE decision_id = 3"),
        // The first request has a key of its own and one for each of its two faces; the second one's was destroyed.
        Trick(
            "personal data names a key that was destroyed", .erasureMismatch, needsKeys: true,
            "UPDATE personal SET key_id = 4 WHERE decision_id = 3"),
        Trick(
            "a person can no longer be found for an erasure", .commitmentMismatch, needsKeys: true,
            "DELETE FROM person WHERE decision_id = 3"),
        Trick(
            "a person is found by another's value", .commitmentMismatch, needsKeys: true,
            "INSERT INTO person SELECT field, tag, 4 FROM person WHERE decision_id = 3 LIMIT 1"),
        Trick(
            "a stored face is exchanged", .commitmentMismatch, needsKeys: true,
            "UPDATE face_crop SET jpeg = randomblob(length(jpeg))"),
        Trick(
            "a value of the wrong type is smuggled in", .databaseDamaged,
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'size INTEGER NOT NULL', 'size TEXT') WHERE name = 'log_state'",
            "PRAGMA writable_schema = RESET", "UPDATE log_state SET size = 'many'",
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = replace(sql, 'size TEXT', 'size INTEGER NOT NULL') || ' STRICT' WHERE name = 'log_state'"
        ),
        Trick(
            "scores are numbered otherwise", .recordMismatch, "UPDATE score SET position = position + 7"),
        Trick(
            "a text goes on where nobody reads", .databaseDamaged,
            "UPDATE decision SET reasons = reasons || char(0) || 'x' WHERE id = 1"),
        Trick(
            "scores are left without their decision", .databaseDamaged,
            "UPDATE score SET decision_id = 777 WHERE decision_id = 1"),
    ]

    @Test(arguments: tricks + galleryTricks)
    func everyTrickGivesItsFinding(trick: Trick) throws {
        let store = try LoggedStore()
        try store.tamper { database in
            for statement in trick.statements { try database.execute(sql: statement) }
        }
        let found = store.findings(commitments: trick.needsKeys)
        let expected: Set = trick.finding == .unreadable ? ["log_invalid"] : [trick.finding.rawValue]
        #expect(found.isSuperset(of: expected), "\(found)")
        if trick.needsKeys { #expect(try store.verify().holds, "the keys are not needed") }
    }
}
