import Glibc

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the workers of one matcher cost on this machine; for reports of speed and size, never for decisions.
public struct WorkerStatistics: Codable, Equatable, Sendable {
    /// Seconds from the start of the first worker to its answer to `hello`: loading libraries and models.
    public var startSeconds: Double
    /// The most memory that one of the workers has had resident, in bytes; nil when none runs.
    public var peakMemoryBytes: Int?

    /// Creates statistics.
    public init(startSeconds: Double, peakMemoryBytes: Int?) {
        self.startSeconds = startSeconds
        self.peakMemoryBytes = peakMemoryBytes
    }

    /// `VmHWM` of `/proc/PID/status`, which the kernel gives in KiB (proc(5)).
    static func peakMemoryBytes(of pid: pid_t) -> Int? {
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/status")) else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
        return line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }
}
