public import AuditCore
import Foundation

/// A matcher that is someone's program: how to start it, and by which digests it is known (docs/worker-protocol.md).
public struct PluginSettings: Equatable, Sendable {
    /// The matcher's name in policies and reports, whatever the program calls itself.
    public var name: String
    /// Absolute path of the program.
    public var path: String
    /// Its arguments, in order.
    public var arguments: [String]
    /// SHA-256 of the program file in lower-case hexadecimal.
    public var sha256: String
    /// Scripts and models that the program uses, each by digest.
    public var files: [File]
    /// Seconds for one answer, 1 to 3600; nil: the policy's.
    public var requestTimeoutSeconds: Int?
    /// Seconds from the start to the answer to `hello`, 1 to 3600; nil: the default.
    public var startTimeoutSeconds: Int?
    /// Address space in MiB, 64 or more; nil: the policy's.
    public var memoryMiB: Int?
    /// Names of the variables of our environment that the program gets; every other one is withheld.
    public var environment: [String]
    /// What it may do besides reading its own files and starting threads; none by default.
    public var permissions: [Permission] = []
    /// Absolute paths of files and folders that it can read besides its program, its arguments and its files.
    public var read: [String] = []
    /// Where the plugin is configured.
    public var location: SourceLocation

    /// Something that the sandbox denies to a plugin that has not asked for it (docs/worker-protocol.md, "Sandbox").
    public enum Permission: String, CaseIterable, Sendable {
        /// Changing files.
        case write
        /// Sockets of any kind.
        case network
        /// Processes of its own.
        case processes
    }

    /// A file that a plugin uses.
    public struct File: Equatable, Sendable {
        /// Absolute path.
        public var path: String
        /// SHA-256 in lower-case hexadecimal.
        public var sha256: String

        /// The file as records name it, without its folder.
        public var digest: ModelDigest { ModelDigest(file: (path as NSString).lastPathComponent, sha256: sha256) }

        /// Creates a file.
        public init(path: String, sha256: String) {
            self.path = path
            self.sha256 = sha256
        }
    }

    /// The digest of what is configured besides the files' contents: paths, arguments, limits, permissions, what
    /// can be read, and the names of
    /// passed variables (not their values, which may be secrets). It is part of a run's key: a plugin that is started otherwise
    /// is another plugin.
    public var specificationSHA256: String {
        let limits = [requestTimeoutSeconds, startTimeoutSeconds, memoryMiB].map { $0.map(String.init) ?? "" }
        return SHA256Hex.digest(
            parts: ["identity-auditor/plugin/2", name, path, "\(arguments.count) arguments"] + arguments
                + ["\(files.count) files"] + files.map(\.path) + ["limits"] + limits + ["environment"] + environment
                // A plugin without permissions, or without `read`, keeps the digest that it had before there were any.
                + (permissions.isEmpty ? [] : ["permissions"] + permissions.map(\.rawValue))
                + (read.isEmpty ? [] : ["read"] + read))
    }

    /// Names that no plugin may have: the built-in matchers' and that of their fusion.
    public static let reservedNames = ScoreMetric.ofBuiltInMatchers.keys.sorted() + ["fused"]
}
