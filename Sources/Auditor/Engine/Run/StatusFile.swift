public import AuditCore
import Glibc

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `<database>.status.json`: how far the run is, for `auditor status`, which must not touch a locked database. Rewritten
/// whole by rename, so that a reader never sees half of it. Holds no personal data.
public struct StatusFile: Sendable {
    /// The file's content.
    public struct Content: Codable, Equatable, Sendable {
        /// Names the format.
        public var schema = "identity-auditor/status"
        /// Version of the format.
        public var schemaVersion = 1
        /// Process id of the run, for people.
        public var pid: Int32
        /// When the run's process started, RFC 3339.
        public var started: String
        /// When this was written, RFC 3339.
        public var updated: String
        /// Requests a second since this process started, model loading included; nil before the first decision.
        public var rate: Double?
        /// Seconds until the last decision at that rate; nil when it cannot be said.
        public var secondsLeft: Double?
        /// Whether a process holds the database's lock; `auditor status` adds it, the file does not know.
        public var running: Bool?
        /// The manifest's run that finished last; nil when none has.
        public var lastFinished: LastFinished?
        /// Seconds since then; `auditor status` adds it, the file does not know.
        public var ageSeconds: Int?
        /// How far the run is.
        public var progress: RunProgress.Snapshot

        enum CodingKeys: String, CodingKey {
            case schema, pid, started, updated, rate, running, progress
            case schemaVersion = "schema_version"
            case secondsLeft = "seconds_left"
            case lastFinished = "last_finished"
            case ageSeconds = "age_seconds"
        }

        /// Creates the content.
        public init(
            pid: Int32, started: String, updated: String, rate: Double?, secondsLeft: Double?,
            lastFinished: LastFinished?, progress: RunProgress.Snapshot
        ) {
            self.pid = pid
            self.started = started
            self.updated = updated
            self.rate = rate
            self.secondsLeft = secondsLeft
            self.lastFinished = lastFinished
            self.progress = progress
        }
    }

    /// When a run last decided all of a manifest's requests: what tells that a night was missed. A trial and a replay
    /// decide nothing new, nor does a run that finds nothing changed, so none of them makes it younger.
    public struct LastFinished: Codable, Equatable, Sendable {
        /// The run's number.
        public var run: Int
        /// When its last decision was committed, RFC 3339.
        public var at: String

        /// Creates the value.
        public init(run: Int, at: String) {
            self.run = run
            self.at = at
        }

        /// That of a run; nil for one that is unfinished or a replay.
        public init?(_ record: RunRecord) {
            guard record.replay == nil, let finished = record.finished else { return nil }
            self.init(run: record.id, at: finished)
        }
    }

    /// The file's path.
    public let path: String

    /// The status file of a database.
    public init(database: String) { path = database + ".status.json" }

    /// Replaces the file. A status that cannot be written never stops a run.
    public func write(_ content: Content) {
        guard let text = try? JSONText.encode(content) else { return }
        let temporary = path + ".tmp"
        guard (try? Data((text + "\n").utf8).write(to: URL(filePath: temporary))) != nil else { return }
        _ = chmod(temporary, 0o600)
        _ = rename(temporary, path)
    }

    /// The last content that was written, or nil when there is none.
    public func read() -> Content? {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return try? JSONDecoder().decode(Content.self, from: data)
    }
}
