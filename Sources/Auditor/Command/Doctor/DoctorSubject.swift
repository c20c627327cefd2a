import AuditCore
import AuditEngine
import Foundation

/// What is looked at, with what several checks need of it, read once.
struct DoctorSubject: Sendable {
    /// The options as given.
    let database: String
    let plugins: String?
    let output: String?
    let installation: Installation
    /// The policy with its plugins and calibrations, or why it cannot be used.
    let policy: Result<LoadedPolicy, AuditError>
    /// The database's state.
    let store: Store
    /// The time of this look.
    let now: Date

    /// What can be seen of a database without touching it.
    enum Store: Sendable {
        /// There is none yet.
        case absent
        /// Another process uses it.
        case busy
        /// A process ended without closing it: its last decisions are in the write-ahead log.
        case notClosed
        /// It cannot be read.
        case unusable(AuditError)
        /// What it holds.
        case readable(StoreProbe)
    }

    init(database: String, policy: String?, plugins: String?, output: String?) {
        self.database = database
        self.plugins = plugins
        self.output = output
        installation = Installation()
        now = Date()
        do throws(AuditError) {
            self.policy = .success(
                try LoadedPolicy(path: policy, matchers: [], plugins: plugins, installation: installation))
        } catch {
            self.policy = .failure(error)
        }
        store = Self.look(database)
    }

    /// The folder that the database is in, or will be in.
    var databaseFolder: String { FilePath.folder(of: database) }

    private static func look(_ database: String) -> Store {
        if RunLock.isHeld(database: database) { return .busy }
        guard FileManager.default.fileExists(atPath: database) else { return .absent }
        let log = try? FileManager.default.attributesOfItem(atPath: database + "-wal")[.size] as? Int
        if let log, log > 0 { return .notClosed }
        do throws(AuditError) {
            return .readable(try StoreProbe.look(path: database))
        } catch {
            return .unusable(error)
        }
    }
}
