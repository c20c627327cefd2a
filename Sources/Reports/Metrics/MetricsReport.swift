import AuditCore

/// `metrics.prom`: the run for node_exporter's textfile collector. Everything describes the last run and can go down, so
/// everything is a gauge, as Prometheus' guide to batch jobs has it; units and names follow its naming guide.
///
/// Labels come from fixed sets and from the policy's matchers, never from requests, so that the number of series does not
/// grow with the nights.
final class MetricsReport: ReportFormat {
    static let descriptor = ReportDescriptor(
        id: "metrics", title: "the run in numbers, for Prometheus", files: ["metrics.prom"])

    private let run: RunRecord
    private let checkpoint: String?
    /// Nil for a trial: a collector would take it for a night.
    private let file: FileWriter?
    private var prometheus = PrometheusText()

    init(_ context: ReportContext) throws(AuditError) {
        run = context.run
        checkpoint = context.checkpoint
        file = context.run.replay?.isWhatIf == true ? nil : try context.folder.file("metrics.prom")
    }

    func add(_ decision: DecisionRecord) throws(AuditError) {}

    func finish(_ statistics: RunStatistics) throws(AuditError) {
        guard let file else { return }
        addRun(statistics)
        addDecisions(statistics)
        // The second line of a checkpoint is the log's size.
        if let lines = checkpoint?.split(separator: "\n"), lines.count > 1, let size = Double(lines[1]) {
            prometheus.gauge("log_leaves", "Leaves of the audit log that the last run's checkpoint covers.", size)
        }
        if let measurements = run.measurements { addMeasurements(measurements) }
        try file.write(prometheus.text)
        try file.close()
    }

    private func addRun(_ statistics: RunStatistics) {
        let started = Timestamp(run.started)?.seconds
        let finished = run.finished.flatMap { Timestamp($0) }?.seconds
        prometheus.gauge(
            "run_info", "The policy and the program of the last run; always 1.",
            [.init(labels: [("policy", run.policyName), ("tool_version", run.toolVersion)], value: 1)])
        prometheus.gauge("run_number", "Number of the last run in its database.", Double(run.id))
        prometheus.gauge(
            "run_started_timestamp_seconds", "When the last run was created, in Unix time.", started.map(Double.init))
        prometheus.gauge(
            "run_finished_timestamp_seconds", "When the last run decided its last request, in Unix time.",
            finished.map(Double.init))
        if let started, let finished, finished >= started {
            prometheus.gauge(
                "run_duration_seconds", "From the run's creation to its end, interruptions included.",
                Double(finished - started))
        }
        prometheus.gauge("requests", "Requests of the last run's manifest.", Double(run.rows))
        prometheus.gauge(
            "requests_undecided", "Requests of the last run that wait for a decision.",
            Double(max(0, run.rows - statistics.total)))
    }

    private func addDecisions(_ statistics: RunStatistics) {
        // Every outcome, also with 0: an alert on a series that is not there never fires.
        prometheus.gauge(
            "decisions", "Decisions of the last run by outcome.",
            Outcome.allCases.map {
                .init(labels: [("outcome", $0.rawValue)], value: Double(statistics.count($0)))
            })
        prometheus.gauge(
            "decision_reasons", "Requests of the last run by reason; a request can have several.",
            ReasonCode.allCases.compactMap { code in
                statistics.reasons[code].map { counts in
                    .init(
                        labels: [("code", code.rawValue), ("severity", "\(code.definition.severity)")],
                        value: Double(counts.values.reduce(0, +)))
                }
            })
        if statistics.total > 0 {
            prometheus.gauge(
                "error_ratio", "Share of the last run's requests that could not be processed, 0 to 1.",
                Double(statistics.count(.error)) / Double(statistics.total))
        }
        prometheus.gauge(
            "scores", "Comparisons of the last run by matcher, and whether it gave a score.",
            statistics.matchers.flatMap { matcher -> [PrometheusText.Sample] in
                [("present", matcher.scored), ("missing", matcher.missing)].map { state, count in
                    .init(labels: [("matcher", matcher.name), ("state", state)], value: Double(count))
                }
            })
    }

    private func addMeasurements(_ measurements: RunMeasurements) {
        prometheus.gauge(
            "run_work_seconds", "Time in which the last run worked on requests, interruptions not included.",
            measurements.workSeconds)
        let requests = measurements.stages.first { $0.stage == .request }?.durations.count ?? 0
        if measurements.workSeconds > 0, requests > 0 {
            prometheus.gauge(
                "run_requests_per_second", "Requests that the last run decided in a second of work.",
                Double(requests) / measurements.workSeconds)
        }
        prometheus.gauge(
            "stage_duration_seconds", "How long a stage of a request took in the last run, by percentile.",
            measurements.stages.flatMap { stage -> [PrometheusText.Sample] in
                [50.0, 95, 99].compactMap { percentile in
                    stage.durations.quantile(percentile / 100).map {
                        .init(labels: Self.labels(stage) + [("percentile", "\(Int(percentile))")], value: $0)
                    }
                }
            })
        prometheus.gauge(
            "stage_work_seconds", "Time spent in a stage in the last run, all lanes together.",
            measurements.stages.map { .init(labels: Self.labels($0), value: $0.durations.sum) })
        prometheus.gauge(
            "stage_passes", "How often a stage was passed in the last run.",
            measurements.stages.map { .init(labels: Self.labels($0), value: Double($0.durations.count)) })
        prometheus.gauge(
            "queue_in_work_max", "Most requests that the last run had in work at once.",
            measurements.mostInWork.map(Double.init))
        prometheus.gauge(
            "queue_waiting_max", "Most decisions of the last run that waited for an earlier row.",
            measurements.mostWaiting.map(Double.init))
        prometheus.gauge("photos_read", "Photos that the last run read.", Double(measurements.photosRead))
        prometheus.gauge("photos_read_bytes", "Their size.", Double(measurements.photoBytesRead))
        prometheus.gauge(
            "scores_reused", "Scores that the last run took from an earlier one, by matcher.",
            counts(measurements.scoresReused))
        prometheus.gauge(
            "worker_failures", "Workers of the last run that failed on a photo and were replaced, by matcher.",
            counts(measurements.workerFailures))
    }

    /// One sample for each matcher of the run that has workers, 0 included; a fusion has none.
    private func counts(_ counts: [String: Int]) -> [PrometheusText.Sample] {
        run.matchers.filter { $0.metric != .logLikelihoodRatio }.map {
            .init(labels: [("matcher", $0.name)], value: Double(counts[$0.name, default: 0]))
        }
    }

    private static func labels(_ stage: RunMeasurements.StageDurations) -> [(name: String, value: String)] {
        [("stage", stage.stage.rawValue)] + (stage.matcher.map { [("matcher", $0)] } ?? [])
    }
}
