import AuditCore
import Evaluation

/// `index.html` of an evaluation of identification: conclusions in words, NIST's two tables, diagrams.
struct IdentificationPage {
    let record: IdentificationRecord
    let templates: TemplateLibrary

    func html() -> String {
        let frame = PageFrame(
            templates: templates, toolVersion: record.toolVersion,
            footnote: "Rates of a whole sample: no person or photo can be seen here.",
            extraStyle: "html/evaluation.css")
        let view = View { view in
            frame.fill(&view, title: "Identification on \(record.sample.file)", root: "")
            view.text("sample", record.sample.file)
            view.text("meta", meta)
            view.list("conclusions", record.conclusions.map { text in View { $0.text("conclusion", text) } })
            identification(&view)
            investigation(&view)
            view.list("points", rows { points($0, $1) }.flatMap { $0 })
            view.list("diagrams", IdentificationPlots(record).diagrams().map(diagram))
            view.flag("has_key", record.matchers.count > 1)
            view.list(
                "keys",
                record.matchers.enumerated().map { index, matcher in
                    View { view in
                        view.markup("key_line", EvaluationPlots.key(EvaluationPlots.line(index)))
                        view.text("name", matcher.name)
                    }
                })
            provenance(&view)
        }
        return templates.render("html/identification.mustache", view)
    }

    private var meta: String {
        let division = record.division
        return "\(CountText.grouped(division.enrolledSubjects)) subjects enrolled with "
            + "\(Wording.count(division.enrolledImages, "photo", "photos")); "
            + "\(CountText.grouped(division.matedProbes)) mated and \(CountText.grouped(division.nonMatedProbes)) "
            + "non-mated probes; \(Wording.count(record.draws, "draw", "draws")); intervals at 95 %"
    }

    /// One element a matcher and gallery size.
    private func rows<Row>(_ make: (MatcherIdentification, GalleryFigures) -> Row) -> [Row] {
        record.matchers.flatMap { matcher in matcher.galleries.map { make(matcher, $0) } }
    }

    private func row(
        _ matcher: MatcherIdentification, _ gallery: GalleryFigures, _ cells: [(OpenSetRate, Bool, String)]
    ) -> View {
        View { view in
            view.text("name", matcher.name)
            view.fixed("size", CountText.grouped(gallery.subjects))
            view.list(
                "cells",
                cells.map { rate, isSupported, more in
                    View { view in
                        view.fixed("rate", NumberText.percent(rate.value))
                        view.fixed("interval", RateText.interval(rate.ci95))
                        view.fixed("more", more)
                        view.flag("is_unsupported", !isSupported)
                    }
                })
        }
    }

    private func identification(_ view: inout View) {
        let targets = record.matchers.first?.whole?.identification.map(\.fpirTarget) ?? []
        view.list("targets", targets.map { target in View { $0.fixed("target", RateText.target(target)) } })
        view.list(
            "identification",
            rows { matcher, gallery in
                row(
                    matcher, gallery,
                    gallery.identification.map { ($0.fnir, $0.supported, "at \(RateText.score($0.threshold))") })
            })
        view.flag(
            "has_unsupported",
            rows { $1 }.contains { $0.identification.contains { !$0.supported } })
    }

    private func investigation(_ view: inout View) {
        let ranks = record.matchers.first?.whole?.investigation.map(\.rank) ?? []
        view.list("ranks", ranks.map { rank in View { $0.fixed("rank", "\(rank)") } })
        view.list(
            "investigation",
            rows { matcher, gallery in
                row(matcher, gallery, gallery.investigation.map { ($0.fnir, $0.supported, "") })
            })
    }

    private func points(_ matcher: MatcherIdentification, _ gallery: GalleryFigures) -> [View] {
        gallery.identification.map { point in
            View { view in
                view.text("name", matcher.name)
                view.fixed("size", CountText.grouped(gallery.subjects))
                view.fixed("target", RateText.target(point.fpirTarget))
                view.fixed("threshold", RateText.score(point.threshold))
                view.fixed("fpir", NumberText.percent(point.fpir.value))
                view.fixed("fpir_interval", RateText.interval(point.fpir.ci95))
                view.fixed("fpir_subjects", point.fpir.ci95Subjects.map(RateText.interval) ?? "–")
                view.fixed("fmr", NumberText.percent(point.fmr))
                view.fixed("bound", NumberText.percent(point.independenceBound))
                view.fixed("fnir", NumberText.percent(point.fnir.value))
                view.fixed("fnir_interval", RateText.interval(point.fnir.ci95))
                view.fixed("fnir_subjects", point.fnir.ci95Subjects.map(RateText.interval) ?? "–")
                view.flag("is_unsupported", !point.supported)
            }
        }
    }

    private func diagram(_ diagram: IdentificationPlots.Diagram) -> View {
        View { view in
            view.fixed("diagram_title", diagram.title)
            view.text("owner", diagram.matcher)
            view.fixed("caption", diagram.caption)
            view.markup("drawing", diagram.drawing)
            view.flag("has_local_key", !diagram.key.isEmpty)
            view.list(
                "local_key",
                diagram.key.enumerated().map { index, word in
                    View { view in
                        view.markup("key_line", EvaluationPlots.key(EvaluationPlots.line(index)))
                        view.fixed("word", word)
                    }
                })
        }
    }

    private func provenance(_ view: inout View) {
        var facts: [(String, String, Bool)] = [
            ("Sample", record.sample.file, false), ("Sample SHA-256", record.sample.sha256, true),
            ("Face choice", record.faceChoice.rawValue, false),
            ("Draws", "\(record.draws), seed \(record.seed)", false),
            ("Bootstrap", "\(CountText.grouped(record.replicates)) replicates", false),
            ("Program", "Identity Auditor \(record.toolVersion)", false),
        ]
        for matcher in record.matchers {
            if let version = matcher.version { facts.append((matcher.name, version, false)) }
            if let failed = matcher.failedImages {
                facts.append(("\(matcher.name), photos without a template", CountText.grouped(failed), false))
            }
            for model in matcher.models where matcher.failedImages != nil {
                facts.append(("\(matcher.name), \(model.file)", model.sha256, true))
            }
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
