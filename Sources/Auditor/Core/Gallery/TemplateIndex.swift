/// Finds the templates of a gallery that are most alike to a probe: those of one matcher and one template version.
///
/// An index only ranks. A score that becomes part of a decision is computed again from the two templates by
/// `ScoreMetric.score`, so that a 1:N score is the same number as the 1:1 score.
public protocol TemplateIndex: Sendable {
    /// Adds templates. One whose id is there already replaces that one; of several with one id the last counts.
    /// - Throws: `internal_error` when a template's size differs from the others' or it cannot be compared (cosine of a
    ///   template without length), and nothing has been added then; `matcher_unavailable` when the index is out of order.
    func add(_ templates: [(id: Int64, template: FaceTemplate)]) async throws(AuditError)
    /// Removes templates; ids that are not there are ignored.
    func remove(_ ids: [Int64]) async throws(AuditError)
    /// For each probe the `count` best, best first; ties by lower id. `score` in the metric's native units. Fewer when the
    /// gallery has fewer, none when `count` is not positive.
    func nearest(_ probes: [FaceTemplate], count: Int) async throws(AuditError) -> [[IndexHit]]
    /// For each probe everything at least as alike as `threshold` (native units), best first, ties by lower id, at most
    /// `limit`. An index of single precision may give what is alike by `IndexHit.tolerance` less.
    /// - Throws: as `add`; a threshold that is no number is an `internal_error`.
    func within(_ probes: [FaceTemplate], threshold: Double, limit: Int) async throws(AuditError) -> [[IndexHit]]
}

/// A template that an index found.
public struct IndexHit: Equatable, Sendable {
    /// The id that the template was added with.
    public var id: Int64
    /// How alike it is to the probe, in the metric's native units, to within `tolerance` (cosine) of the exact score.
    public var score: Double

    /// How far a score of an index may lie from that of `ScoreMetric.score`: templates that are scaled to unit length in
    /// single precision have lost up to 2^-23 of each value, a tenth of this.
    public static let tolerance = 1e-6

    /// Creates a hit.
    public init(id: Int64, score: Double) {
        self.id = id
        self.score = score
    }
}
