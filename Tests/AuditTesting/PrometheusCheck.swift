public import Foundation

/// Reads metrics with the parser of Python's `prometheus_client`, which set-up installs, and holds them against
/// Prometheus' naming guide (https://prometheus.io/docs/practices/naming/) and the rules of `promtool check metrics`.
public enum PrometheusCheck {
    /// Whether the parser is installed.
    public static let isInstalled = (try? run("import prometheus_client; print('yes')", Data())) == "yes\n"

    /// One problem a line, empty when there is none; then a line `name{labels} value` for each sample, sorted.
    public static func read(_ metrics: Data) throws -> (problems: String, samples: [String: Double]) {
        let output = try run(script, metrics)
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(output.utf8)) else { return (output, [:]) }
        return (answer.problems.joined(separator: "\n"), answer.samples)
    }

    private struct Answer: Decodable {
        var problems: [String]
        var samples: [String: Double]
    }

    private static let script = #"""
        import json, math, re, sys
        from prometheus_client.parser import text_string_to_metric_families
        problems, samples = [], {}
        text = sys.stdin.buffer.read().decode("utf-8")
        if not text.endswith("\n"): problems.append("no line feed at the end")
        for family in text_string_to_metric_families(text):
            def problem(what): problems.append("%s: %s" % (family.name, what))
            if not re.fullmatch(r"identity_auditor_[a-z_]+[a-z]", family.name): problem("name")
            if family.type != "gauge": problem("type " + family.type)
            if not family.documentation: problem("no help")
            if re.search(r"_(total|count|sum|bucket|milliseconds|minutes|hours|kilobytes|percent)$", family.name):
                problem("suffix")
            if not family.samples: problem("no samples")
            for sample in family.samples:
                if {"quantile", "le", "job", "instance"} & set(sample.labels): problem("reserved label")
                if not math.isfinite(sample.value): problem("not finite")
                key = family.name[len("identity_auditor_"):] + "".join("|%s=%s" % i for i in sorted(sample.labels.items()))
                if key in samples: problem("twice: " + key)
                samples[key] = sample.value
        json.dump({"problems": problems, "samples": samples}, sys.stdout)
        """#

    private static func run(_ script: String, _ input: Data) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).prom")
        try input.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (output, _) = try ChildProcess.run(
            "/usr/bin/python3", ["-c", script], input: file.path(percentEncoded: false), isMerged: true)
        return String(decoding: output, as: UTF8.self)
    }
}
