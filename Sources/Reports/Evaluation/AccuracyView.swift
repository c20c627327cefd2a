import AuditCore
import Evaluation

/// The tables of accuracy: one row a matcher, one a matcher and false match rate, one a verdict.
extension EvaluationPage {
    func accuracy(_ view: inout View) {
        view.list("matchers", record.matchers.map(matcher))
        view.flag("has_folds", record.matchers.contains { $0.accuracy10Fold != nil })
        view.list("verdicts", record.matchers.map(verdict))
        var targets: [Double] = []
        for point in record.matchers.flatMap(\.operatingPoints) where !targets.contains(point.fmrTarget) {
            targets.append(point.fmrTarget)
        }
        targets.sort(by: >)
        view.flag("has_points", !targets.isEmpty)
        view.list("targets", targets.map { target in View { $0.fixed("target", RateText.target(target)) } })
        view.list("rates", record.matchers.map { rates($0, targets) })
        let points = record.matchers.flatMap(\.operatingPoints)
        view.flag("has_unsupported", points.contains { !$0.supported })
        view.flag("has_subject_intervals", points.contains { $0.fnmrCI95Subjects != nil })
        view.list("points", record.matchers.flatMap { matcher in matcher.operatingPoints.map { point(matcher, $0) } })
    }

    private func matcher(_ matcher: MatcherEvaluation) -> View {
        View { view in
            view.text("name", matcher.name)
            view.fixed("metric", Wording.metric(matcher.metric))
            view.fixed("images", matcher.images.map(CountText.grouped) ?? "–")
            view.fixed("fta", NumberText.percent(matcher.failureToAcquire))
            view.fixed("failed", matcher.failedImages.map { "\(CountText.grouped($0)) images" } ?? "")
            view.fixed("mated", CountText.grouped(matcher.mated))
            view.fixed("non_mated", CountText.grouped(matcher.nonMated))
            if matcher.matedFailed > 0 { view.fixed("mated_failed", CountText.grouped(matcher.matedFailed)) }
            if matcher.nonMatedFailed > 0 { view.fixed("non_mated_failed", CountText.grouped(matcher.nonMatedFailed)) }
            view.fixed("eer", NumberText.percent(matcher.eer.value))
            view.text("eer_convention", matcher.eer.convention)
            view.fixed("eer_threshold", RateText.score(matcher.eer.threshold))
            view.fixed("auc", NumberText.fixed(matcher.auc, digits: 5))
            view.fixed("d_prime", matcher.dPrime.map { NumberText.fixed($0, digits: 2) } ?? "–")
            view.fixed("cllr", NumberText.fixed(matcher.cllr, digits: 4))
            view.fixed("min_cllr", NumberText.fixed(matcher.minCllr, digits: 4))
            view.fixed("accuracy", matcher.accuracy10Fold.map(accuracy) ?? "–")
            view.fixed("accuracy_failures", matcher.accuracy10FoldWithFailures.map(accuracy) ?? "–")
        }
    }

    private func accuracy(_ value: FoldAccuracy) -> String {
        "\(NumberText.fixed(100 * value.mean, digits: 2)) ± \(NumberText.fixed(100 * value.standardError, digits: 2)) %"
    }

    private func rates(_ matcher: MatcherEvaluation, _ targets: [Double]) -> View {
        View { view in
            view.text("name", matcher.name)
            view.list(
                "cells",
                targets.map { target in
                    View { view in
                        let point = matcher.operatingPoints.first { $0.fmrTarget == target }
                        view.flag("is_unsupported", point?.supported == false)
                        view.fixed("fnmr", point.map { NumberText.percent($0.fnmr) } ?? "–")
                        view.fixed("interval", point.map { RateText.interval($0.fnmrCI95) } ?? "")
                    }
                })
        }
    }

    private func point(_ matcher: MatcherEvaluation, _ point: OperatingPoint) -> View {
        View { view in
            view.text("name", matcher.name)
            view.flag("is_unsupported", !point.supported)
            view.fixed("target", RateText.target(point.fmrTarget))
            view.fixed("threshold", RateText.score(point.threshold))
            view.fixed("fmr", NumberText.percent(point.fmr))
            view.fixed("fmr_interval", RateText.interval(point.fmrCI95))
            view.fixed("fmr_subjects", RateText.interval(point.fmrCI95Subjects ?? []))
            view.fixed("false_matches", CountText.grouped(point.falseMatches))
            view.fixed("fnmr", NumberText.percent(point.fnmr))
            view.fixed("fnmr_interval", RateText.interval(point.fnmrCI95))
            view.fixed("fnmr_subjects", RateText.interval(point.fnmrCI95Subjects ?? []))
            view.fixed("false_non_matches", CountText.grouped(point.falseNonMatches))
            view.fixed("far", NumberText.percent(point.far))
            view.fixed("frr", NumberText.percent(point.frr))
        }
    }

    private func verdict(_ matcher: MatcherEvaluation) -> View {
        View { view in
            view.text("name", matcher.name)
            view.text("standard", matcher.verdict.standard)
            view.fixed("verdict", Wording.words(matcher.verdict.result.rawValue))
            // The tints of the outcomes: good, bad, unsure.
            let tint: Outcome =
                switch matcher.verdict.result {
                case .passed: .approved
                case .failed: .rejected
                case .notDemonstrable: .review
                }
            view.fixed("outcome", tint.rawValue)
            view.text("reason", matcher.verdict.reason)
        }
    }
}
