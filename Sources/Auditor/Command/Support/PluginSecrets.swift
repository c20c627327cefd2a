import AuditCore
import AuditEngine
import Foundation
import MatcherKit

extension PluginSettings {
    /// What the plugin can read.
    var reach: PluginReach {
        PluginReach(program: path, arguments: arguments, files: files.map(\.path), read: read)
    }
}

/// The files that no plugin needs: what it can read it can carry out in the bits of its answers.
enum PluginSecrets {
    /// A sentence for each plugin that can read the database, its keys or the master key; `plugin_can_read_database`.
    /// - Parameter masterKey: The option's value; nil asks the environment as every command does.
    static func notices(_ plugins: [PluginSettings], database: String, masterKey: String?) -> [String] {
        let files = secrets(database: database, masterKey: masterKey)
        return plugins.compactMap { plugin in
            guard let file = readable(by: plugin, files) else { return nil }
            return "plugin_can_read_database: The plugin \(plugin.name) can read \(file)"
                + (SandboxLevel.available.landlock > 0
                    ? ", since its settings name a folder above it." : ": this kernel has no Landlock.")
        }
    }

    /// The first of these files that the plugin can read; nil when it can read none.
    static func readable(by plugin: PluginSettings, _ files: [String]) -> String? {
        SandboxLevel.available.landlock == 0 ? files.first : files.first(where: plugin.reach.covers)
    }

    /// Absolute paths of the database, what lies beside it, and the master key where it is a file.
    static func secrets(database: String, masterKey: String?) -> [String] {
        let source = MasterKeySource.resolve(
            option: masterKey, environment: ProcessInfo.processInfo.environment, database: database)
        let beside = ["", "-wal", ".keys", ".keys-wal", ".master-key", ".checkpoint", ".status.json"].map {
            database + $0
        }
        return (beside + [source.path].compactMap { $0 }).map { URL(filePath: $0).path(percentEncoded: false) }
    }
}
