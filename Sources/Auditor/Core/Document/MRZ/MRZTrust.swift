/// When a repair is made and when a field is proven. The numbers are the owner's to tighten; `MRZSimulationTests` measures
/// what they let through.
enum MRZTrust {
    /// A character is changed for a check digit's sake only to one that the reader holds at least so probable: a document
    /// whose own digits are wrong must not be "repaired".
    static let repairProbability = 0.02
    /// ... and only when the segment as repaired has this share of all readings that satisfy every check digit.
    static let repairShare = 0.95
    /// Characters of one zone that are changed for check digits' sake, at most.
    static let repairLimit = 3
    /// Share of all readings that satisfy every check digit that a proven field needs.
    static let provenShare = 0.999
    /// How probable every character of a proven field must be to the reader, those that were repaired aside.
    static let provenProbability = 0.97
    /// The same when the composite does not hold, or is illegible: then a field has its own digit alone.
    static let aloneProbability = 0.99
    /// How probable a repaired character and the one that was read must be together in a proven field: the truth must
    /// have been among the two.
    static let pairProbability = 0.98
    /// How probable a character may at most be that no check digit can tell from one of a proven number.
    static let twinProbability = 0.0001
}
