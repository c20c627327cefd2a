import AuditCore
import GRDB

/// What is known, at the start of a run, of earlier starts of it that ended without a word: a kill, no memory, no power.
struct Suspicion: Equatable, Sendable {
    /// Whether the last start ended so: the requests that it may have worked on are decided one at a time.
    var isolates = false
    /// The row that has ended so many starts that it is not tried again.
    var quarantined: Int?

    /// Starts that must have ended while one row was worked on, alone, until it is not tried again.
    static let mostEnds = 3
}

extension AuditStore {
    /// Writes down that a run is worked on, until `endAttempt` or `finish`.
    /// - Returns: what earlier starts that did not come so far tell.
    func beginAttempt(run id: Int) throws(AuditError) -> Suspicion {
        try write { database in
            let sql = "SELECT in_flight, suspect, ends FROM attempt WHERE run_id = ?"
            guard let row = try Row.fetchOne(database, sql: sql, arguments: [id]) else {
                try database.execute(sql: "INSERT INTO attempt VALUES (?, NULL, NULL, 0)", arguments: [id])
                return Suspicion()
            }
            var (suspect, ends): (Int?, Int) = (row["suspect"], row["ends"])
            let decided = try Int.fetchOne(
                database, sql: "SELECT coalesce(max(row), 0) FROM decision WHERE run_id = ?", arguments: [id])
            if let inFlight: Int = row["in_flight"], inFlight > decided ?? 0 {
                ends = inFlight == suspect ? ends + 1 : 1
                suspect = inFlight
            }
            try database.execute(
                sql: "UPDATE attempt SET in_flight = NULL, suspect = ?, ends = ? WHERE run_id = ?",
                arguments: [suspect, ends, id])
            return Suspicion(isolates: true, quarantined: ends >= Suspicion.mostEnds ? suspect : nil)
        }
    }

    /// Writes down that a row is worked on and no other is.
    func noteAlone(run id: Int, row: Int) throws(AuditError) {
        try write { database in
            try database.execute(
                sql: "UPDATE attempt SET in_flight = ? WHERE run_id = ?", arguments: [row, id])
        }
    }

    /// Writes down that a start ended in order, whatever it came to.
    func endAttempt(run id: Int) throws(AuditError) {
        try write { try Self.endAttempt(run: id, $0) }
    }

    static func endAttempt(run id: Int, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM attempt WHERE run_id = ?", arguments: [id])
    }
}
