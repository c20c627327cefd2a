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
    let progress: EvaluationProgress
    let stop: StopRequest

    /// Evaluates and writes the folder.
    func evaluate(into output: String, templates: TemplateLibrary) async throws -> EvaluationResult {
        format == .scores
            ? try evaluateScores(into: output, templates: templates)
            : try await evaluateImages(into: output, templates: templates)
    }

    private func evaluateImages(into output: String, templates: TemplateLibrary) async throws -> EvaluationResult {
        let sample = try LabelledSample(path: pairs, format: format)
        let extractor = try TemplateExtractor(imagesRoot: imagesRoot, choice: faceChoice, lanes: lanes)
        try extractor.checkPresence(sample.images)
        let bench = try MatcherBench(
            selected: matchers, lanes: lanes, images: sample.images, extractor: extractor,
            roster: try MatcherRoster(installation, plugins: try PluginsFile.read(plugins)), progress: progress,
            stop: stop)
        try checkGates(bench.names)
        var measured: [MeasuredMatcher] = []
        progress.enter("extracting", total: sample.images.count * bench.names.count)
        for name in bench.names { measured.append(try await bench.measure(name)) }
        progress.enter("evaluating")
        let source = sample.trials(measured.map { ($0.subject.metric, $0.templates) })
        let result = try figures(
            source, subjects: measured.map(\.subject), sample: sample.description(of: pairs), faceChoice: faceChoice)
        progress.enter("looking at the worst errors")
        let faces = try await bench.faces(of: result)
        progress.enter("writing")
        try EvaluationRenderer.render(
            result,
            scores: { write in
                guard sample.comparisons <= ScoreLines.most else { return }
                try ScoreLines.write(result, write)
            }, face: { image, matcher in faces[MatcherBench.FaceKey(image: image, matcher: matcher)] },
            templates: templates, into: output)
        return result
    }

    private func evaluateScores(into output: String, templates: TemplateLibrary) throws -> EvaluationResult {
        progress.enter("reading scores")
        let file = try ScoresFile(path: pairs)
        if let unknown = (distances + matchers).first(where: { !file.matchers.contains($0) }) {
            throw AuditError(
                .usage, "the scores file has no matcher \(unknown); it has \(file.matchers.joined(separator: ", "))")
        }
        try checkGates(matchers.isEmpty ? file.matchers : matchers)
        let sample = Calibration.Sample(
            file: (pairs as NSString).lastPathComponent, sha256: file.sha256, format: format.rawValue, images: nil,
            subjects: file.subjects)
        let subjects = file.matchers.map { name in
            MatcherEvaluation.Subject(
                name: name, version: nil, metric: distances.contains(name) ? .distance : .similarity, models: [],
                images: nil, failedImages: nil, speed: nil)
        }
        progress.enter("evaluating")
        let result: EvaluationResult
        if matchers.isEmpty, let joined = try TrialTable(joining: file) {
            result = try figures(joined, subjects: subjects, sample: sample, faceChoice: nil)
            progress.enter("writing")
            try EvaluationRenderer.render(
                result, scores: { try ScoreLines.write(result, $0) }, face: { _, _ in nil },
                templates: templates, into: output)
            return result
        }
        let chosen = subjects.indices.filter { matchers.isEmpty || matchers.contains(subjects[$0].name) }
        guard !options.fuse || chosen.count < 2 else {
            throw AuditError(
                .usage,
                "--fuse needs scores of every matcher for the same images (columns image_a, image_b, each pair once a "
                    + "matcher, at most \(TrialTable.mostJoinedRows) rows)")
        }
        let parts = try chosen.map { number in
            try figures(
                ScoreFileTrials(file: file, matcher: number), subjects: [subjects[number]], sample: sample,
                faceChoice: nil)
        }
        result = EvaluationResult(merging: parts)
        progress.enter("writing")
        // The scores are the input itself; they are not copied.
        try EvaluationRenderer.render(
            result, scores: { _ in }, face: { _, _ in nil }, templates: templates, into: output)
        return result
    }

    /// A claim about a matcher that is not there is a mistake of the command line, found before any work.
    private func checkGates(_ names: [String]) throws(AuditError) {
        let known = names + (options.fuse && names.count > 1 ? ["fused"] : [])
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
                source, matchers: subjects, sample: sample, faceChoice: faceChoice)
        } catch let error as EvaluationError {
            throw AuditError(.manifestInvalid, error.message, at: SourceLocation(file: pairs))
        }
    }
}

/// Labelled images as pairs or as a set.
enum LabelledSample {
    case pairs(PairsFile.Read<LabelledPairs>, PairsFormat)
    case set(PairsFile.Read<SubjectImages>)

    init(path: String, format: PairsFormat) throws(AuditError) {
        self =
            format == .subjects
            ? .set(try PairsFile.subjects(path: path)) : .pairs(try PairsFile.pairs(path: path, format: format), format)
    }

    /// Distinct image paths.
    var images: [String] {
        switch self {
        case .pairs(let read, _): read.content.images
        case .set(let read): read.content.images
        }
    }

    /// Number of comparisons.
    var comparisons: Int {
        switch self {
        case .pairs(let read, _): read.content.mated.count
        case .set(let read): read.content.images.count * (read.content.images.count - 1) / 2
        }
    }

    /// The comparisons with their scores.
    func trials(_ templates: [(metric: ScoreMetric, templates: [FaceTemplate?])]) -> any TrialSource {
        switch self {
        case .pairs(let read, _):
            TrialTable(read.content, templates: templates)
        case .set(let read):
            SubjectTrials(
                images: read.content.images, subject: read.content.subject, group: read.content.group,
                groupNames: read.content.groupNames, templates: templates)
        }
    }

    /// For the record.
    func description(of path: String) -> Calibration.Sample {
        let name = (path as NSString).lastPathComponent
        switch self {
        case .pairs(let read, let format):
            return Calibration.Sample(
                file: name, sha256: read.sha256, format: format.rawValue, images: read.content.images.count,
                subjects: read.content.subjects)
        case .set(let read):
            return Calibration.Sample(
                file: name, sha256: read.sha256, format: PairsFormat.subjects.rawValue,
                images: read.content.images.count, subjects: read.content.subjects)
        }
    }
}
