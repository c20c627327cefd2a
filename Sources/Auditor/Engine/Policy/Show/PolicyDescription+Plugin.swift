import AuditCore

extension PolicyDescription {
    /// A program that is a matcher, as it will be started.
    public struct Plugin: Encodable, Equatable, Sendable {
        /// The matcher's name.
        public let name: String
        /// Absolute path of the program.
        public let path: String
        /// SHA-256 that the program file must have.
        public let sha256: String
        /// Its arguments.
        public let arguments: [String]
        /// Its scripts and models, with the SHA-256 that they must have.
        public let files: [File]
        /// Seconds for one answer: the plugin's own, else the policy's.
        public let requestTimeoutSeconds: Int
        /// Seconds from the start to the answer to `hello`; absent: the default.
        public let startTimeoutSeconds: Int?
        /// MiB of address space: the plugin's own, else the policy's.
        public let memoryMiB: Int
        /// Names of the variables that it gets.
        public let environment: [String]
        /// What the sandbox lets it do: `write`, `network`, `processes`.
        public let permissions: [String]
        /// What it can read besides its program, arguments and files.
        public let read: [String]
        /// Where it is configured.
        public let source: String
        /// Whether the policy needs it.
        public let isUsed: Bool

        /// A file that it uses.
        public struct File: Encodable, Equatable, Sendable {
            /// Absolute path.
            public let path: String
            /// SHA-256 that the file must have.
            public let sha256: String
        }

        init(_ plugin: PluginSettings, _ policy: Policy) {
            name = plugin.name
            path = plugin.path
            sha256 = plugin.sha256
            arguments = plugin.arguments
            files = plugin.files.map { File(path: $0.path, sha256: $0.sha256) }
            requestTimeoutSeconds = plugin.requestTimeoutSeconds ?? policy.limits.requestTimeoutSeconds
            startTimeoutSeconds = plugin.startTimeoutSeconds
            memoryMiB = plugin.memoryMiB ?? policy.limits.workerMemoryMiB
            environment = plugin.environment
            permissions = plugin.permissions.map(\.rawValue)
            read = plugin.read
            source = SourceLocation(file: plugin.location.file, line: plugin.location.line).description
            isUsed = policy.workers.contains(plugin.name)
        }

        enum CodingKeys: String, CodingKey {
            case name, path, sha256, arguments, files, environment, permissions, read, source
            case requestTimeoutSeconds = "request_timeout_seconds"
            case startTimeoutSeconds = "start_timeout_seconds"
            case memoryMiB = "memory_mib"
            case isUsed = "used"
        }
    }
}
