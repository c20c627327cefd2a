public import AuditCore

/// How to start a matcher's worker, and what it may use.
public struct WorkerSpec: Sendable {
    /// The matcher's name in a policy.
    public var name: String
    /// Absolute path of the program.
    public var executable: String
    /// Its arguments; no personal data ever goes here.
    public var arguments: [String]
    /// The whole environment: nothing is inherited, so that a cron job and a terminal give the same run.
    public var environment: [String: String]
    /// What it may use.
    public var limits: WorkerLimits
    /// For a plugin, the digests of its program and files, which its descriptor carries; such a worker may call itself
    /// what it likes. Nil for a built-in matcher, whose worker must give the matcher's name.
    public var program: [ModelDigest]?
    /// For a plugin, the files that are held against their digests at every start of a worker.
    public var pinned: [PinnedFile]
    /// For a built-in matcher, the models that it must have loaded: a file may change after it was checked.
    public var models: [ModelDigest]?
    /// Who restricts it.
    public var sandbox: WorkerSandbox

    /// Creates a specification.
    public init(
        name: String, executable: String, arguments: [String], environment: [String: String] = [:],
        limits: WorkerLimits = WorkerLimits(), program: [ModelDigest]? = nil, pinned: [PinnedFile] = [],
        models: [ModelDigest]? = nil, sandbox: WorkerSandbox = .ownSeal
    ) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.environment = Self.singleThreaded.merging(environment) { _, own in own }
        self.limits = limits
        self.program = program
        self.pinned = pinned
        self.models = models
        self.sandbox = sandbox
    }

    /// What is spawned: the program, or its launcher with it.
    var commandLine: (executable: String, arguments: [String]) {
        guard case .launched(let launcher, let permissions, let readable) = sandbox else {
            return (executable, arguments)
        }
        let list = permissions.isEmpty ? "none" : permissions.joined(separator: ",")
        return (launcher, ["--launch", list, String(readable.count)] + readable + [executable] + arguments)
    }

    /// One thread a worker: the pool runs one worker a core, and one thread keeps sums in one order.
    private static let singleThreaded = [
        "LC_ALL": "C", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1",
        "PATH": "/usr/bin:/bin",
        // Only an environment set before exec reaches OpenCV's check (reliability.md 0).
        "OPENCV_IO_MAX_IMAGE_PIXELS": "268435456",
    ]
}

/// Limits of one worker process.
public struct WorkerLimits: Sendable, Equatable {
    /// Seconds for one answer.
    public var requestSeconds: Double
    /// Seconds from the start to the answer to `hello`: model loading.
    public var startSeconds: Double
    /// Address space in MiB (`RLIMIT_AS`).
    public var memoryMiB: Int
    /// The photo's size limit in pixels.
    public var maxPixels: Int

    /// Creates limits; the defaults are those of the default policy.
    public init(
        requestSeconds: Double = 30, startSeconds: Double = 60, memoryMiB: Int = 4096, maxPixels: Int = 64_000_000
    ) {
        self.requestSeconds = requestSeconds
        self.startSeconds = startSeconds
        self.memoryMiB = memoryMiB
        self.maxPixels = maxPixels
    }
}

/// How a worker failed. After a fault the process is ended: its stream can no longer be trusted.
public enum WorkerFault: Error, Equatable, Sendable {
    /// It ended, or closed its output; the text is the redacted end of its stderr.
    case crashed(String)
    /// It did not answer in time.
    case timedOut(seconds: Double)
    /// It broke the protocol.
    case protocolViolation(String)
    /// It could not be started.
    case notStarted(String)

    /// The reason that the request at hand gets.
    public var code: ReasonCode {
        switch self {
        case .crashed, .notStarted: .workerCrashed
        case .timedOut: .workerTimeout
        case .protocolViolation: .workerProtocol
        }
    }

    /// What happened, without personal data.
    public var detail: String {
        switch self {
        case .crashed(let text): text.isEmpty ? "the process ended" : "the process ended: \(text)"
        case .timedOut(let seconds): "no answer within \(seconds) s"
        case .protocolViolation(let text): text
        case .notStarted(let text): "could not be started: \(text)"
        }
    }
}
