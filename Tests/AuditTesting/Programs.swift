import Foundation

/// Runs the built programs from outside, as a user or cron does.
public enum Programs {
    /// The folder of the built programs: that of the running test bundle.
    public static let folder: String = {
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: executable).deletingLastPathComponent().path(percentEncoded: false)
    }()

    /// How a program ended and what it printed.
    public struct Ending: Sendable {
        /// The exit status, or 128 plus the signal.
        public var status: Int32
        /// What it wrote to stdout.
        public var output: String
        /// What it wrote to stderr.
        public var errors: String
    }

    /// Runs `auditor`, or another program, to its end.
    public static func auditor(
        _ arguments: [String], in folder: TemporaryFolder, environment: [String: String]? = nil,
        executable: String = Self.folder + "auditor"
    ) async throws -> Ending {
        let process = try start(arguments, in: folder, environment: environment, executable: executable)
        return try await finish(process, in: folder)
    }

    /// Starts `auditor`; its output goes to files in the folder, so that no full pipe can block it.
    public static func start(
        _ arguments: [String], in folder: TemporaryFolder, environment: [String: String]? = nil,
        executable: String = Self.folder + "auditor"
    ) throws -> ChildProcess {
        let name = UUID().uuidString
        for stream in ["stdout", "stderr"] { try folder.write([], to: "\(name).\(stream)") }
        let process = try ChildProcess(
            executable, arguments, folder: folder.path, environment: environment,
            output: FileHandle(forWritingAtPath: folder.file("\(name).stdout")),
            errors: FileHandle(forWritingAtPath: folder.file("\(name).stderr")))
        try folder.write(Array(name.utf8), to: "\(process.id).name")
        return process
    }

    /// Sends a signal to a program after some seconds. On a thread of its own: a task may wait for a free thread longer
    /// than the program runs.
    public static func signal(_ process: ChildProcess, _ number: Int32, after seconds: Double) {
        let id = process.id
        Thread.detachNewThread {
            // On a busy machine a program may take its time to begin, and a signal before it listens just ends it.
            for _ in 0..<3000 where number != SIGKILL && !listens(id, to: number) { usleep(10_000) }
            Thread.sleep(forTimeInterval: seconds)
            kill(id, number)
        }
    }

    /// Whether a process catches, blocks or ignores a signal; also when it is gone.
    private static func listens(_ id: Int32, to number: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8) else { return true }
        return status.split(separator: "\n").contains { line in
            guard ["SigBlk:", "SigIgn:", "SigCgt:"].contains(where: { line.hasPrefix($0) }),
                let mask = line.split(separator: "\t").last.flatMap({ UInt64($0, radix: 16) })
            else { return false }
            return mask & 1 << UInt64(number - 1) != 0
        }
    }

    /// Waits for a program that `start` started.
    public static func finish(_ process: ChildProcess, in folder: TemporaryFolder) async throws -> Ending {
        // On a thread that may block: tests share one cooperative thread a core, and others measure time on it.
        let status = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: process.wait()) }
        }
        let name = try String(contentsOfFile: folder.file("\(process.id).name"), encoding: .utf8)
        func text(_ stream: String) throws -> String {
            try String(contentsOfFile: folder.file("\(name).\(stream)"), encoding: .utf8)
        }
        return Ending(status: status, output: try text("stdout"), errors: try text("stderr"))
    }
}
