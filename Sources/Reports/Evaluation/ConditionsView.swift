import AuditCore
import Evaluation

/// The sections on how the figures came about: speed, provenance, conventions.
extension EvaluationPage {
    private static let stages = ["decode", "detect", "align", "embed"]

    func speed(_ view: inout View) {
        let measured = record.matchers.compactMap { matcher in matcher.speed.map { (matcher.name, $0) } }
        view.flag("has_speed", !measured.isEmpty)
        let known = Self.stages.filter { stage in measured.contains { $0.1.stages[stage] != nil } }
        let others = Set(measured.flatMap { $0.1.stages.keys }).subtracting(Self.stages).sorted()
        let stages = known + others
        view.list("stages", stages.map { stage in View { $0.text("stage", stage) } })
        view.list("speeds", measured.map { speed($0, $1, stages) })
    }

    private func speed(_ name: String, _ speed: MatcherSpeed, _ stages: [String]) -> View {
        View { view in
            view.text("name", name)
            view.fixed("images_per_second", RateText.perSecond(speed.imagesPerSecond))
            view.fixed("comparisons_per_second", speed.comparisonsPerSecond.map(RateText.perSecond) ?? "–")
            view.fixed("workers", CountText.grouped(speed.workers))
            view.fixed("template", RateText.bytes(speed.templateBytes))
            view.fixed("memory", speed.workerMemoryBytes.map(RateText.bytes) ?? "–")
            view.fixed("start", RateText.duration(speed.startSeconds))
            view.list(
                "cells",
                stages.map { stage in
                    View { view in
                        let times = speed.stages[stage].map { [$0.p50, $0.p95, $0.p99] } ?? []
                        view.fixed(
                            "times",
                            times.isEmpty
                                ? "–"
                                : times.map { NumberText.significant($0 * 1000, digits: 3) }.joined(separator: " / "))
                    }
                })
        }
    }

    func provenance(_ view: inout View) {
        var facts: [(String, String, Bool)] = [
            ("Sample", record.sample.file, false), ("Format", record.sample.format, false),
            ("Sample SHA-256", record.sample.sha256, true),
            ("Face choice", record.faceChoice?.rawValue ?? "none: scores from outside", false),
            ("Bootstrap", "\(CountText.grouped(record.replicates)) replicates, seed \(record.seed)", false),
            ("Program", "Identity Auditor \(record.toolVersion)", false),
        ]
        for matcher in record.matchers {
            if let version = matcher.version { facts.append((matcher.name, version, false)) }
        }
        view.list(
            "facts",
            facts.map { name, value, isDigest in
                View { view in
                    view.text("fact", name)
                    view.text("value", value)
                    view.flag("is_digest", isDigest)
                }
            })
        let models = record.matchers.flatMap { matcher in matcher.models.map { (matcher.name, $0) } }
        view.flag("has_models", !models.isEmpty)
        view.list(
            "models",
            models.map { matcher, model in
                View { view in
                    view.text("model_matcher", matcher)
                    view.text("file", model.file)
                    view.text("digest", model.sha256)
                }
            })
        view.flag("has_conventions", !record.conventions.isEmpty)
        view.list(
            "conventions",
            record.conventions.sorted { $0.key < $1.key }.map { name, sentence in
                View { view in
                    view.text("convention", name)
                    view.text("sentence", sentence)
                }
            })
    }
}
