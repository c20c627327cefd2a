/// The index in plain Swift: every template is compared by `ScoreMetric.score`. For small galleries and as the oracle that
/// other indexes are held against.
public actor ExactIndex: TemplateIndex {
    private let metric: ScoreMetric
    private var templates: [Int64: FaceTemplate] = [:]
    private var dimension: Int?

    /// Creates an empty index; the first template that is added sets the size of all.
    public init(metric: ScoreMetric) {
        self.metric = metric
    }

    /// See `TemplateIndex`.
    public func add(_ templates: [(id: Int64, template: FaceTemplate)]) throws(AuditError) {
        guard let size = dimension ?? templates.first?.template.values.count else { return }
        for (_, template) in templates { try check(template, size: size) }
        dimension = size
        for (id, template) in templates { self.templates[id] = template }
    }

    /// See `TemplateIndex`.
    public func remove(_ ids: [Int64]) {
        for id in ids { templates[id] = nil }
    }

    /// See `TemplateIndex`.
    public func nearest(_ probes: [FaceTemplate], count: Int) throws(AuditError) -> [[IndexHit]] {
        var found: [[IndexHit]] = []
        for probe in probes { found.append(Array(try ranking(probe).prefix(max(0, count)))) }
        return found
    }

    /// See `TemplateIndex`.
    public func within(
        _ probes: [FaceTemplate], threshold: Double, limit: Int
    ) throws(AuditError) -> [[IndexHit]] {
        guard !threshold.isNaN else { throw AuditError(.internalError, "a threshold of a search is no number") }
        var found: [[IndexHit]] = []
        for probe in probes {
            let alike = try ranking(probe).prefix { metric.direction.isMatch(score: $0.score, threshold: threshold) }
            found.append(Array(alike.prefix(max(0, limit))))
        }
        return found
    }

    /// Every template, best first.
    private func ranking(_ probe: FaceTemplate) throws(AuditError) -> [IndexHit] {
        if let dimension { try check(probe, size: dimension) }
        var hits: [IndexHit] = []
        for (id, template) in templates {
            guard let score = metric.score(probe, template) else {
                throw AuditError(.internalError, "two templates of a gallery have no score")
            }
            hits.append(IndexHit(id: id, score: score))
        }
        return hits.sorted { IndexHit.isBetter($0, $1, metric.direction) }
    }

    private func check(_ template: FaceTemplate, size: Int) throws(AuditError) {
        if let problem = metric.problem(of: template, size: size) { throw AuditError(.internalError, problem) }
    }
}

extension IndexHit {
    /// The order of hits: more alike first, then the lower id.
    public static func isBetter(_ a: IndexHit, _ b: IndexHit, _ direction: ScoreDirection) -> Bool {
        let (first, second) = (direction.similarity(a.score), direction.similarity(b.score))
        return first != second ? first > second : a.id < b.id
    }
}

extension ScoreMetric {
    /// Why a template cannot be in a gallery of this metric whose templates have `size` values; nil when it can.
    public func problem(of template: FaceTemplate, size: Int) -> String? {
        guard isOfTemplates else { return "scores of metric \(rawValue) come from no templates" }
        guard template.values.count == size, size > 0 else {
            return "a template has \(template.values.count) values, those of the gallery have \(size)"
        }
        // What overflows or underflows in the sum of squares has no score with anything.
        return self == .cosine && score(template, template) == nil ? "a template without length has no cosine" : nil
    }
}
