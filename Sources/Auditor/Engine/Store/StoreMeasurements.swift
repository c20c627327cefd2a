public import AuditCore
import GRDB

extension AuditStore {
    /// Keeps what an unfinished run has measured of itself, all of its starts so far.
    public func record(_ measurements: RunMeasurements, run id: Int) throws(AuditError) {
        try write { database in
            try database.execute(
                sql: "UPDATE run SET measurements = ? WHERE id = ? AND state = 'unfinished'",
                arguments: [try JSONText.encode(measurements), id])
        }
    }
}
