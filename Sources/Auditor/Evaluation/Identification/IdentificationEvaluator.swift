public import AuditCore

/// Measures identification: photos are divided into a gallery and probes, every probe searches galleries of several
/// sizes, and the errors are counted.
public struct IdentificationEvaluator: Sendable {
    let options: IdentificationOptions

    /// Creates an evaluator.
    public init(options: IdentificationOptions) { self.options = options }

    /// Evaluates every matcher of a sample.
    /// - Parameters:
    ///   - photos: The photos with their templates.
    ///   - sample: Where the photos come from.
    ///   - faceChoice: Which face of a photo was compared.
    ///   - check: Called now and then; what it throws ends the evaluation.
    /// - Throws: `EvaluationError` when the options or the sample do not allow an evaluation; what `check` throws.
    public func evaluate(
        _ photos: IdentificationSample, sample: Calibration.Sample, faceChoice: FaceChoice,
        check: () throws -> Void = {}
    ) throws -> IdentificationRecord {
        let draws = (0..<max(1, options.draws)).map { number in
            GalleryDraw(images: photos.images, subject: photos.subject, seed: options.seed, draw: number)
        }
        let first = draws[0]
        try validate(photos, first)
        let isFused = options.fuse && photos.matchers.count > 1
        let plan = isFused ? try Self.fusion(of: photos, check) : nil
        let sizes = options.sizes.filter { $0 > 0 && $0 < first.subjects }.sorted() + [first.subjects]

        var results: [[[OpenSetSearches]]] = []
        var templates = [Int](repeating: 0, count: sizes.count)
        for draw in draws {
            for (place, size) in sizes.enumerated() { templates[place] += draw.photos(ofFirst: size) }
            results.append(try GallerySearch(photos, draw, plan: plan).searches(sizes: sizes, check: check))
        }

        // In the order of the draw, which the file's order has no say in.
        func weights(_ images: [Int]) -> SubjectWeights? {
            SubjectWeights(
                images.map { Int(photos.subject[$0]) }, replicates: options.replicates, seed: options.seed)
        }
        let (mated, nonMated) = (weights(first.mated), weights(first.nonMated))
        let subjects =
            photos.matchers.map(\.subject) + (isFused ? [.fused(of: photos.matchers.map(\.subject))] : [])
        let rates = subjects.indices.map { column in
            sizes.indices.map { place in
                SearchRates(results.map { $0[column][place] }, matedWeights: mated, nonMatedWeights: nonMated)
            }
        }
        let thresholds = rates.map { $0.map { size in targets.map { size.pooled.threshold(atMost: $0) } } }
        var falseMatches = FalseMatchTally(thresholds.map { Set($0.flatMap { $0 }).sorted() })
        for draw in draws {
            try GallerySearch(photos, draw, plan: plan).countFalseMatches(&falseMatches, check: check)
        }

        let matchers = subjects.enumerated().map { column, subject in
            let fmr = falseMatches.rates(column: column)
            return MatcherIdentification(
                name: subject.name, version: subject.version, metric: subject.metric,
                direction: subject.metric.direction, models: subject.models, failedImages: subject.failedImages,
                galleries: sizes.indices.map { place in
                    figures(
                        rates[column][place], subjects: sizes[place],
                        templates: Double(templates[place]) / Double(draws.count),
                        points: thresholds[column][place].map { ($0, fmr[$0] ?? 0) },
                        direction: subject.metric.direction, nonMated: first.nonMated.count)
                })
        }
        let division = IdentificationRecord.Division(
            enrolledSubjects: first.subjects, enrolledImages: first.gallery.count, matedProbes: first.mated.count,
            nonMatedProbes: first.nonMated.count)
        return IdentificationRecord(
            toolVersion: options.toolVersion, sample: sample, faceChoice: faceChoice, seed: options.seed,
            draws: draws.count, replicates: min(mated?.replicates ?? 0, nonMated?.replicates ?? 0),
            division: division, conventions: IdentificationConventions.all,
            conclusions: IdentificationConclusions.sentences(matchers, division), matchers: matchers)
    }

    private var targets: [Double] { options.fpirTargets.sorted(by: >) }

    private func figures(
        _ rates: SearchRates, subjects: Int, templates: Double, points: [(threshold: Double, fmr: Double)],
        direction: ScoreDirection, nonMated: Int
    ) -> GalleryFigures {
        let pooled = rates.pooled
        return GalleryFigures(
            subjects: subjects, templates: templates, matedSearches: pooled.mated.count,
            matedFailed: pooled.mated.count { $0.similarity == nil }, nonMatedSearches: pooled.nonMated.count,
            nonMatedFailed: pooled.nonMated.count { $0.best == nil },
            identification: zip(targets, points).map { target, point in
                IdentificationPoint(
                    fpirTarget: target, threshold: direction.similarity(point.threshold),
                    fpir: rates.falsePositive(threshold: point.threshold),
                    fnir: rates.falseNegative(rank: 1, threshold: point.threshold), fmr: point.fmr,
                    independenceBound: OpenSetSearches.independenceBound(fmr: point.fmr, comparisons: templates),
                    supported: RuleOf30.supports(rate: target, comparisons: nonMated))
            },
            investigation: options.ranks.sorted().map { rank in
                InvestigationPoint(
                    rank: rank, fnir: rates.falseNegative(rank: rank, threshold: -.infinity),
                    supported: rank < subjects)
            },
            cmc: pooled.cumulativeMatches(ranks: min(subjects, options.ranks.max() ?? 1)),
            curve: OpenSetCurve.points(pooled, direction: direction))
    }

    private func validate(_ photos: IdentificationSample, _ draw: GalleryDraw) throws {
        guard !photos.matchers.isEmpty else { throw EvaluationError(message: "found no matcher to evaluate") }
        guard draw.subjects > 1, !draw.nonMated.isEmpty else {
            throw EvaluationError(
                message:
                    "found \(draw.subjects) subjects with two or more photos and \(draw.nonMated.count) with one; "
                    + "identification needs at least two to enrol and one that is not enrolled")
        }
        if options.fuse, photos.matchers.count > FusionPlan.largestNumber {
            throw EvaluationError(
                message: "found \(photos.matchers.count) matchers to fuse; at most \(FusionPlan.largestNumber) can be")
        }
    }

    /// The same fusion as for pairs, fitted to every comparison of the set; a score comes from the fold that its two
    /// people are not in.
    private static func fusion(of photos: IdentificationSample, _ check: () throws -> Void) throws -> FusionPlan {
        var fit = FitSample(matchers: photos.matchers.count)
        let trials = SubjectTrials(
            images: photos.images, subject: photos.subject, group: [], groupNames: [],
            templates: photos.matchers.map { ($0.subject.metric, $0.templates) })
        try trials.forEachBlock { block in
            try check()
            fit.add(block)
        }
        let maps = try photos.matchers.indices.map { index in
            guard let map = CrossValidatedMap(fit, columns: [index]) else {
                throw EvaluationError(
                    message: "\(photos.matchers[index].subject.name): found no scores to calibrate")
            }
            return map
        }
        return FusionPlan(fit, singles: maps)
    }
}
