/// Metrics in Prometheus' text exposition format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
struct PrometheusText {
    /// The file so far; ends in a line feed, as the format demands.
    private(set) var text = ""

    /// What every name begins with.
    static let prefix = "identity_auditor_"

    /// One sample of a metric.
    struct Sample {
        var labels: [(name: String, value: String)] = []
        var value: Double
    }

    /// Adds a gauge: a value that can go down, as everything does that describes the last run. Without samples nothing
    /// is written: an absent metric is known to be absent, a zero would be a measurement.
    mutating func gauge(_ name: String, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(Self.prefix)\(name) \(Self.escape(help, quotes: false))\n# TYPE \(Self.prefix)\(name) gauge\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escape($0.value, quotes: true))\"" }
            text += Self.prefix + name + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}")
            text += " \(Self.number(sample.value))\n"
        }
    }

    /// Adds a gauge of one sample without labels.
    mutating func gauge(_ name: String, _ help: String, _ value: Double?) {
        gauge(name, help, value.map { [Sample(value: $0)] } ?? [])
    }

    /// `\`, line feeds and, in label values, `"` are escaped; nothing else may be.
    private static func escape(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The shortest text that reads back as the same number; whole numbers without a point.
    private static func number(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
