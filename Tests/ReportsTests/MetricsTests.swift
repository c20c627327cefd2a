import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

/// `metrics.prom` as Prometheus' own client library reads it.
@Suite(.enabled(if: PrometheusCheck.isInstalled, "needs python3-prometheus-client: make setup"))
struct MetricsTests {
    private func samples(_ archive: GeneratedArchive) throws -> [String: Double] {
        let found = try PrometheusCheck.read(Data(try Rendered(archive).bytes("metrics.prom")))
        #expect(found.problems == "")
        return found.samples
    }

    @Test func saysWhatTheRunDecided() throws {
        let archive = GeneratedArchive(count: 300, seed: 4)
        let samples = try samples(archive)
        var statistics = RunStatistics()
        try archive.forEachDecision { statistics.add($0) }
        for outcome in Outcome.allCases {
            #expect(samples["decisions|outcome=\(outcome.rawValue)"] == Double(statistics.count(outcome)))
        }
        for (code, count) in statistics.rankedReasons {
            #expect(
                samples["decision_reasons|code=\(code.rawValue)|severity=\(code.definition.severity)"]
                    == Double(count))
        }
        #expect(samples["error_ratio"] == Double(statistics.count(.error)) / 300)
        for matcher in statistics.matchers {
            #expect(samples["scores|matcher=\(matcher.name)|state=present"] == Double(matcher.scored))
            #expect(samples["scores|matcher=\(matcher.name)|state=missing"] == Double(matcher.missing))
        }
        #expect(samples["requests"] == 300)
        #expect(samples["requests_undecided"] == 0)
        // 2026-03-14T02:00:04Z and 02:17:39Z by `date -u -d ... +%s`.
        #expect(samples["run_started_timestamp_seconds"] == 1_773_453_604)
        #expect(samples["run_finished_timestamp_seconds"] == 1_773_454_659)
        #expect(samples["run_duration_seconds"] == 1055)
    }

    @Test func saysWhatTheRunMeasured() throws {
        let samples = try samples(GeneratedArchive(count: 6))
        // The fixture's durations of `embed` are 1 to 200 ms.
        for (percentile, seconds) in [(50, 0.1), (95, 0.19), (99, 0.198)] {
            let found = try #require(
                samples["stage_duration_seconds|matcher=dlib|percentile=\(percentile)|stage=embed"])
            #expect(abs(found / seconds - 1) <= DurationSketch.accuracy + 1e-9)
        }
        #expect(samples["stage_passes|stage=request"] == 200)
        #expect(samples["stage_work_seconds|matcher=opencv|stage=embed"].map { abs($0 - 20.1) < 1e-9 } == true)
        #expect(samples["run_requests_per_second"] == 0.2)
        #expect(samples["photos_read"] == 400)
        #expect(samples["photos_read_bytes"] == 123_456_789)
        #expect(samples["scores_reused|matcher=opencv"] == 3)
        #expect(samples["scores_reused|matcher=dlib"] == 0)
        #expect(samples["worker_failures|matcher=dlib"] == 1)
        #expect(samples["queue_in_work_max"] == 4 && samples["queue_waiting_max"] == 17)
    }

    @Test func whatWasNotMeasuredIsAbsent() throws {
        var archive = GeneratedArchive(count: 0)
        archive.run.measurements = nil
        let samples = try samples(archive)
        #expect(samples["decisions|outcome=error"] == 0)
        #expect(samples["error_ratio"] == nil)
        #expect(!samples.keys.contains { $0.hasPrefix("stage") || $0.hasPrefix("photos") })
    }

    @Test func labelsSurviveAnyText() throws {
        var archive = GeneratedArchive(count: 6)
        archive.run.policyName = "night \"\\shift\\n\"\n{x=\"y\"} 1\n# TYPE"
        let samples = try samples(archive)
        #expect(samples["run_info|policy=\(archive.run.policyName)|tool_version=\(archive.run.toolVersion)"] == 1)
    }

    /// Whatever the requests, the series are the same few.
    @Test func theNumberOfSeriesDoesNotGrowWithTheRequests() throws {
        let most = ReasonCode.allCases.count + 80
        #expect(try samples(GeneratedArchive(count: 2000, seed: 8, hostile: true)).count < most)
    }
}
