/// What the searches of a run may be expected to raise by chance, beside what they raised.
public struct RunSearches: Equatable, Sendable {
    /// Searches of the gallery, by rows that identify or enrol; nil when the run made none.
    public var gallery: Alerts?
    /// Searches for faces under other identities; nil when the run made none.
    public var duplicates: Alerts?

    /// Creates a value.
    public init(gallery: Alerts? = nil, duplicates: Alerts? = nil) {
        self.gallery = gallery
        self.duplicates = duplicates
    }

    /// Searches of one kind.
    public struct Alerts: Equatable, Sendable {
        /// Rows that searched.
        public var searches: Int
        /// Comparisons: over the searches the sum of the faces that each looked at.
        public var comparisons: Int
        /// False alerts that are expected by chance; nil when a threshold's rate is not known.
        public var expectedFalse: Double?
        /// Whether a threshold rests on the bound FMR <= exp(-LLR), so that the expected number is an upper one.
        public var isBound: Bool
        /// Alerts that were raised, true ones with the false: of the gallery searches that found somebody, of duplicates
        /// links between faces.
        public var raised: Int

        /// Creates a value.
        public init(searches: Int, comparisons: Int, expectedFalse: Double?, isBound: Bool, raised: Int) {
            self.searches = searches
            self.comparisons = comparisons
            self.expectedFalse = expectedFalse
            self.isBound = isBound
            self.raised = raised
        }

        /// None so far.
        public static var none: Alerts {
            Alerts(searches: 0, comparisons: 0, expectedFalse: 0, isBound: false, raised: 0)
        }

        /// Adds a search.
        public mutating func add(comparisons: Int, expectedFalse: Double?, isBound: Bool, raised: Int) {
            searches += 1
            self.comparisons += comparisons
            self.expectedFalse = self.expectedFalse.flatMap { sum in expectedFalse.map { sum + $0 } }
            self.isBound = self.isBound || isBound
            self.raised += raised
        }
    }
}
