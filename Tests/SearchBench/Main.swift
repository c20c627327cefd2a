import AuditCore
import Foundation
import Logging
import MatcherKit

/// `search-bench GALLERY PROBES DIMENSION BEST THREADS LABELS`: fills a `SearchIndex` from a file of single-precision values
/// and prints the seconds; then each line of stdin is a search, whose seconds it prints. At the end of stdin it prints the
/// peak memory of itself and of its worker in MiB, and how many first hits are those of the file of labels. For
/// scripts/bench/search.py; not shipped.
@main
struct SearchBench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 7, let dimension = Int(arguments[3]), let best = Int(arguments[4]),
            let threads = Int(arguments[5])
        else { exit(64) }
        let gallery = try Data(contentsOf: URL(filePath: arguments[1]), options: .alwaysMapped)
        let count = gallery.count / (4 * dimension)
        let probes = templates(try Data(contentsOf: URL(filePath: arguments[2])), 0..<256, dimension)
        let worker = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "auditor-worker")
        let began = ContinuousClock.now
        let index = try await SearchIndex.start(
            worker: worker.path(percentEncoded: false), dimension: dimension, metric: .cosine, expected: count,
            threads: threads, logger: Logger(label: "search-bench")
        ) { after, limit in
            let first = Int(after ?? -1) + 1
            let rows = first..<min(count, first + limit)
            return Array(zip(rows.map { Int64($0) }, templates(gallery, rows, dimension)))
        }
        say("\((ContinuousClock.now - began) / .seconds(1))")
        var hits: [[IndexHit]] = []
        while readLine() != nil {
            let began = ContinuousClock.now
            hits = try await index.nearest(probes, count: best)
            say("\((ContinuousClock.now - began) / .seconds(1))")
        }
        let labels = try Data(contentsOf: URL(filePath: arguments[6]))
        let same = labels.withUnsafeBytes { bytes in
            hits.indices.count { hits[$0][0].id == bytes.loadUnaligned(fromByteOffset: $0 * best * 8, as: Int64.self) }
        }
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n")
        let own = status.first { $0.hasPrefix("VmHWM") }?.split(separator: " ").compactMap { Int($0) }.first ?? 0
        say("\(own >> 10) \((await index.statistics.peakMemoryBytes ?? 0) >> 20) \(same)")
        await index.stop()
    }

    private static func templates(_ data: Data, _ rows: Range<Int>, _ dimension: Int) -> [FaceTemplate] {
        data.withUnsafeBytes { bytes in
            rows.compactMap { row in
                let start = row * dimension * 4
                return FaceTemplate(
                    Array(
                        UnsafeRawBufferPointer(rebasing: bytes[start..<(start + dimension * 4)]).bindMemory(
                            to: Float.self)))
            }
        }
    }

    private static func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
