import AuditCore
import AuditEngine
import Evaluation
import Foundation
import Logging
import MatcherKit
import Reports

/// Takes a pairs file all the way to an evaluation's folder: images, templates, scores, figures, report.
struct EvaluationLab {
    let pairs: String
    let format: PairsFormat
    let imagesRoot: String
    /// The values of `--matcher`; empty for all.
    let matchers: [String]
    /// Matchers from outside whose scores are distances.
    let distances: [String]
    let faceChoice: FaceChoice
    let lanes: Int
    let options: EvaluationOptions
    let installation: Installation
    /// The value of `--plugins`.
    let plugins: String?
    /// Whom the folder is for.
    let profile: RedactionProfile
    let progress: EvaluationProgress
    let stop: StopRequest

    /// Evaluates and writes the folder.
    func evaluate(into output: String, templates: TemplateLibrary) async throws -> EvaluationResult {
        format == .scores
            ? try evaluateScores(into: output, templates: templates)
            : try await evaluateImages(into: output, templates: templates)
    }

    /// Reads the sample, finds the matchers and extracts every template.
    /// - Parameter check: Whether the sample can give what is asked for; better said before hours of extraction.
    func extract(
        check: (LabelledSample) throws -> Void
    ) async throws -> (sample: LabelledSample, bench: MatcherBench, measured: [MeasuredMatcher]) {
        let sample = try LabelledSample(path: pairs, format: format)
        let extractor = try TemplateExtractor(imagesRoot: imagesRoot, choice: faceChoice, lanes: lanes)
        try extractor.checkPresence(sample.images, of: pairs, place: sample.place)
        try check(sample)
        let bench = try MatcherBench(
            selected: matchers, lanes: lanes, images: sample.images, extractor: extractor,
            roster: try MatcherRoster(installation, plugins: try PluginsFile.read(plugins)), progress: progress,
            stop: stop)
        try checkNames(bench.names)
        for notice in sample.notices { EventLog.notice(notice) }
        var measured: [MeasuredMatcher] = []
        progress.enter("extracting", total: sample.images.count * bench.names.count)
        for name in bench.names { measured.append(try await bench.measure(name)) }
        progress.enter("evaluating")
        return (sample, bench, measured)
    }

    private func evaluateImages(into output: String, templates: TemplateLibrary) async throws -> EvaluationResult {
        let (sample, bench, measured) = try await extract { try $0.checkClasses(of: pairs) }
        let source = sample.trials(measured.map { ($0.subject.metric, $0.templates) })
        let result = try figures(
            source, subjects: measured.map(\.subject), sample: sample.description(of: pairs), faceChoice: faceChoice)
        progress.enter("looking at the worst errors")
        let faces = profile.shows(.faces) ? try await bench.faces(of: result) : [:]
        try stop.check()
        progress.enter("writing")
        try EvaluationRenderer.render(
            result,
            scores: { write in
                guard sample.comparisons <= ScoreLines.most else { return }
                try ScoreLines.write(result, write)
            }, face: { image, matcher in faces[MatcherBench.FaceKey(image: image, matcher: matcher)] },
            profile: profile, templates: templates, into: output)
        return result
    }

    private func evaluateScores(into output: String, templates: TemplateLibrary) throws -> EvaluationResult {
        progress.enter("reading scores")
        let file = try ScoresFile(path: pairs, stop: stop)
        if let unknown = (distances + matchers).first(where: { !file.matchers.contains($0) }) {
            throw AuditError(
                .usage, "the scores file has no matcher \(unknown); it has \(file.matchers.joined(separator: ", "))")
        }
        let chosen = file.matchers.indices.filter { matchers.isEmpty || matchers.contains(file.matchers[$0]) }
        try checkNames(chosen.map { file.matchers[$0] })
        let sample = Calibration.Sample(
            file: (pairs as NSString).lastPathComponent, sha256: file.sha256, format: format.rawValue, images: nil,
            subjects: file.subjects)
        let subjects = chosen.map { number in
            let name = file.matchers[number]
            return MatcherEvaluation.Subject(
                name: name, version: nil, metric: distances.contains(name) ? .distance : .similarity, models: [],
                images: nil, failedImages: nil, speed: nil)
        }
        progress.enter("evaluating")
        let result: EvaluationResult
        if let joined = try TrialTable(joining: file, matchers: chosen) {
            result = try figures(joined, subjects: subjects, sample: sample, faceChoice: nil)
            remarkOnDirection(result)
            progress.enter("writing")
            try EvaluationRenderer.render(
                result, scores: { try ScoreLines.write(result, $0) }, face: { _, _ in nil },
                profile: profile, templates: templates, into: output)
            return result
        }
        let need =
            "scores of every matcher for the same images (columns image_a, image_b in the same order, each pair once a "
            + "matcher, at most \(TrialTable.mostJoinedRows) rows)"
        guard !options.fuse else { throw AuditError(.usage, "--fuse needs " + need) }
        if chosen.count > 1 {
            EventLog.notice(
                "the matchers are evaluated apart and not compared; a comparison needs " + need)
        }
        let parts = try zip(chosen, subjects).map { number, subject in
            try figures(
                ScoreFileTrials(file: file, matcher: number), subjects: [subject], sample: sample, faceChoice: nil)
        }
        result = EvaluationResult(merging: parts)
        remarkOnDirection(result)
        progress.enter("writing")
        // The scores are the input itself; they are not copied.
        try EvaluationRenderer.render(
            result, scores: { _ in }, face: { _, _ in nil }, profile: profile, templates: templates, into: output)
        return result
    }

    /// Scores that fall with likeness make every figure nonsense, and nobody means them to.
    private func remarkOnDirection(_ result: EvaluationResult) {
        for matcher in result.record.matchers where matcher.auc < 0.5 && matcher.metric == .similarity {
            EventLog.notice(
                "mated comparisons of \(matcher.name) have lower scores than non-mated ones; if they are "
                    + "distances, add --distance \(matcher.name)")
        }
    }

    /// What the command line says of matchers that are not there is a mistake, found before any work.
    private func checkNames(_ names: [String]) throws(AuditError) {
        guard !options.fuse || names.count > 1 else {
            throw AuditError(.usage, "--fuse needs at least two matchers; only \(names.joined()) is evaluated")
        }
        let known = names + (options.fuse ? ["fused"] : [])
        if let gate = options.gates.first(where: { !known.contains($0.matcher) }) {
            throw AuditError(
                .usage, "--gate: no matcher \(gate.matcher) is evaluated; there are \(known.joined(separator: ", "))")
        }
    }

    private func figures(
        _ source: any TrialSource, subjects: [MatcherEvaluation.Subject], sample: Calibration.Sample,
        faceChoice: FaceChoice?
    ) throws -> EvaluationResult {
        var options = options
        // Matchers may be evaluated one by one; that every gate's matcher is among them was checked before.
        let names = subjects.map(\.name) + ["fused"]
        options.gates.removeAll { !names.contains($0.matcher) }
        do {
            return try Evaluator(options: options).evaluate(
                StoppableTrials(base: source, stop: stop), matchers: subjects, sample: sample, faceChoice: faceChoice)
        } catch let error as EvaluationError {
            throw AuditError(.manifestInvalid, error.message, at: SourceLocation(file: pairs))
        }
    }
}
