import AuditCore
import GRDB

/// The tables (DESIGN.md 4.6). Until the first tagged release this is one migration, rewritten freely.
enum StoreSchema {
    /// `PRAGMA application_id`: "IdAu". Another program's database is refused instead of altered.
    static let applicationID = 0x4964_4175

    /// `PRAGMA user_version`. While the schema is rewritten freely, its digest is the version, so that no change of the
    /// tables can be forgotten here.
    static var version: Int { Int(SHA256Hex.digest(Array(sql.utf8)).prefix(7), radix: 16) ?? 0 }

    /// Refuses another program's database, and one with other tables.
    /// - Throws: `database_invalid`.
    static func check(_ database: Database, path: String) throws {
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") == applicationID else {
            throw AuditError(
                .databaseInvalid, "this is a database of another program; name another one with --database",
                at: SourceLocation(file: path))
        }
        guard try Int.fetchOne(database, sql: "PRAGMA user_version") == version else {
            throw AuditError(
                .databaseInvalid,
                "the database was written by a version of this program with other tables, and nothing was changed in it; "
                    + "keep it for that version, and name a new one with --database", at: SourceLocation(file: path))
        }
    }

    /// Refuses tables, indexes, views or triggers that are not ours: an edited database may do anything when it is read
    /// from or written to.
    /// - Throws: `log_mismatch`.
    static func checkObjects(_ database: Database, path: String) throws {
        guard try hasOwnObjects(database) else {
            throw AuditError(
                .logMismatch,
                "the database has tables, indexes, views or triggers that are not this program's: it was edited; put the "
                    + "newest good copy back", at: SourceLocation(file: path))
        }
    }

    /// Whether tables, indexes, views and triggers are those that this program makes, to the letter.
    static func hasOwnObjects(_ database: Database) throws -> Bool {
        let sql = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"
        let expected = try DatabaseQueue().write { other in
            try migrate(other)
            return try String.fetchAll(other, sql: sql)
        }
        return try String.fetchAll(database, sql: sql) == expected
    }

    static func migrate(_ database: Database) throws {
        try database.execute(sql: sql)
    }

    /// Makes everything in an empty file, all or nothing.
    static func create(_ database: Database) throws {
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.inTransaction {
            try migrate(database)
            try database.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }

    private static let sql = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('unfinished', 'finished', 'withdrawn')),
            manifest_name TEXT NOT NULL,
            manifest_sha256 TEXT NOT NULL,
            rows INTEGER NOT NULL,
            policy_name TEXT NOT NULL,
            policy_sha256 TEXT NOT NULL,
            policy_text TEXT NOT NULL,
            as_of TEXT NOT NULL,
            tool_version TEXT NOT NULL,
            matchers TEXT NOT NULL,
            calibrations TEXT NOT NULL,
            notices TEXT NOT NULL,
            mail TEXT,
            replay TEXT,
            policy_path TEXT NOT NULL,
            selection TEXT NOT NULL,
            images_root TEXT NOT NULL,
            face_choice TEXT NOT NULL,
            started TEXT NOT NULL,
            finished TEXT,
            measurements TEXT,
            document_reader TEXT,
            leaf INTEGER NOT NULL,
            end_leaf INTEGER
        ) STRICT;
        CREATE INDEX run_key ON run (key, state);

        CREATE TABLE decision (
            id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES run (id),
            row INTEGER NOT NULL,
            line INTEGER NOT NULL,
            request_id TEXT NOT NULL,
            request_key TEXT NOT NULL,
            kind TEXT NOT NULL,
            outcome TEXT NOT NULL,
            confidence REAL,
            reasons TEXT NOT NULL,
            checks TEXT NOT NULL,
            images TEXT NOT NULL,
            gallery TEXT,
            document TEXT,
            is_request INTEGER NOT NULL CHECK (is_request IN (0, 1)),
            source_id INTEGER REFERENCES decision (id),
            salt BLOB NOT NULL,
            leaf INTEGER NOT NULL UNIQUE,
            UNIQUE (run_id, row)
        ) STRICT;
        CREATE INDEX decision_request_id ON decision (run_id, request_id, row);
        CREATE INDEX decision_request_key ON decision (request_key);
        CREATE INDEX decision_outcome ON decision (run_id, outcome, row);

        CREATE TABLE score (
            decision_id INTEGER NOT NULL REFERENCES decision (id),
            position INTEGER NOT NULL,
            matcher TEXT NOT NULL,
            metric TEXT NOT NULL,
            score REAL,
            approve_threshold REAL NOT NULL,
            reject_threshold REAL NOT NULL,
            verdict TEXT,
            part TEXT NOT NULL,
            PRIMARY KEY (decision_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE personal (
            decision_id INTEGER PRIMARY KEY REFERENCES decision (id),
            key_id INTEGER NOT NULL,
            record BLOB NOT NULL,
            digest BLOB NOT NULL,
            has_email INTEGER NOT NULL CHECK (has_email IN (0, 1)),
            has_subject INTEGER NOT NULL CHECK (has_subject IN (0, 1))
        ) STRICT;

        CREATE TABLE person (
            field TEXT NOT NULL,
            tag BLOB NOT NULL,
            decision_id INTEGER NOT NULL REFERENCES decision (id),
            PRIMARY KEY (field, tag, decision_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE subject (
            id INTEGER PRIMARY KEY,
            tag BLOB UNIQUE,
            email_tag BLOB,
            key_id INTEGER NOT NULL,
            record BLOB NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('active', 'revoked', 'erased')),
            created TEXT NOT NULL,
            revoked_at TEXT,
            leaf INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX subject_email ON subject (email_tag);

        CREATE TABLE enrolment (
            id INTEGER PRIMARY KEY,
            subject INTEGER NOT NULL REFERENCES subject (id),
            decision_id INTEGER REFERENCES decision (id),
            matcher TEXT NOT NULL,
            template_version TEXT NOT NULL,
            image_sha256 TEXT,
            key_id INTEGER NOT NULL,
            template BLOB NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('active', 'replaced', 'revoked')),
            replaced_by INTEGER,
            leaf INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX enrolment_subject ON enrolment (subject);
        CREATE INDEX enrolment_decision ON enrolment (decision_id);
        CREATE INDEX enrolment_template ON enrolment (matcher, template_version);

        CREATE TABLE seen_face (
            id INTEGER PRIMARY KEY,
            decision_id INTEGER NOT NULL REFERENCES decision (id),
            role TEXT NOT NULL,
            matcher TEXT NOT NULL,
            template_version TEXT NOT NULL,
            key_id INTEGER NOT NULL,
            template BLOB NOT NULL,
            photo_hash BLOB
        ) STRICT;
        CREATE INDEX seen_face_decision ON seen_face (decision_id);
        CREATE INDEX seen_face_template ON seen_face (matcher, template_version);

        CREATE TABLE list_entry (
            id INTEGER PRIMARY KEY,
            list TEXT NOT NULL CHECK (list IN ('block', 'allow')),
            field TEXT NOT NULL,
            tag BLOB,
            key_id INTEGER NOT NULL,
            record BLOB NOT NULL,
            expires TEXT,
            created TEXT NOT NULL,
            removed TEXT,
            leaf INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX list_entry_tag ON list_entry (field, tag);

        CREATE TABLE face_crop (
            image_sha256 TEXT NOT NULL,
            matcher TEXT NOT NULL,
            key_id INTEGER NOT NULL,
            jpeg BLOB NOT NULL,
            PRIMARY KEY (image_sha256, matcher)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE summary (
            run_id INTEGER PRIMARY KEY REFERENCES run (id),
            body TEXT NOT NULL
        ) STRICT;

        CREATE TABLE outbox (
            decision_id INTEGER PRIMARY KEY REFERENCES decision (id),
            template_sha256 TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('ready'))
        ) STRICT;

        CREATE TABLE attempt (
            run_id INTEGER PRIMARY KEY REFERENCES run (id),
            in_flight INTEGER,
            suspect INTEGER,
            ends INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE doomed_key (
            key_id INTEGER PRIMARY KEY
        ) STRICT;

        CREATE TABLE log_leaf (
            position INTEGER PRIMARY KEY,
            body BLOB NOT NULL
        ) STRICT;

        CREATE TABLE log_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            public_key TEXT NOT NULL,
            size INTEGER NOT NULL,
            frontier BLOB NOT NULL,
            last_key INTEGER NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;

        CREATE TABLE log_checkpoint (
            size INTEGER PRIMARY KEY,
            note TEXT NOT NULL
        ) STRICT;
        """
}
