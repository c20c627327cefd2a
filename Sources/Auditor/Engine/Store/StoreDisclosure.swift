public import AuditCore
import GRDB

extension AuditStore {
    /// What stands for request ids where these may not be shown: 16 hexadecimal digits, keyed with the vault's secret and
    /// bound to the run. The same run gives the same digests whenever it is rendered, another run gives others, and nobody
    /// without the keys can tell whether an id that he guesses is among them (reliability.md 6).
    /// - Throws: `key_missing` when the store was opened without keys.
    public func requestDigest(in run: RunRecord) throws(AuditError) -> @Sendable (String) -> String {
        let vault = try keys()
        let place = "\(run.key)\n\(run.id)\n\(run.started)\n"
        return { Hexadecimal.text(vault.keyed("report/request/1", Array((place + $0).utf8)).prefix(8)) }
    }

    /// Logs that an output of a run with personal data in clear is about to be made, and signs the log: what cannot be
    /// recorded must not be shown. What the run's own checkpoint is does not change.
    /// - Parameters:
    ///   - profile: The output's profile.
    ///   - time: RFC 3339 UTC.
    public func recordDisclosure(
        of run: RunRecord, profile: RedactionProfile, at time: String
    ) throws(AuditError) {
        let vault = try keys()
        try write { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT leaf, rows FROM run WHERE id = ? AND state = 'finished'", arguments: [run.id])
            guard let row else { throw AuditError(.internalError, "a run that is not finished cannot be disclosed") }
            var log = try LogAppender(database, vault)
            _ = try log.append(
                .disclosure(
                    DisclosureLeaf(run: row["leaf"], profile: profile.rawValue, requests: row["rows"], time: time)))
            try log.save()
        }
        try signCheckpoint()
    }
}
