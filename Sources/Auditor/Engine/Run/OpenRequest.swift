import AuditCore

/// A request whose photos have been looked at and that is not decided yet.
struct OpenRequest: Sendable {
    var row: ManifestRow
    var request: VerificationRequest
    var sights: [PhotoSight]
    /// Scores of an earlier run that still hold, by matcher.
    var known: [String: Double] = [:]
    /// What became of the row's token.
    var intake: IntakeVerdict
    var key: String
    var origin: DecidedRow.Origin
    /// What the scores of the matchers are.
    var metrics: [String: ScoreMetric] = [:]

    /// What was read on the document; nil when it was not.
    var reading: StoredReading?
    /// Whether the request is decided again, after a run that read no documents.
    var wasNeverRead = false

    /// The request with the number that was read on its document, where it names none.
    var seen: VerificationRequest {
        var seen = request
        seen.personal = request.personal.completed(by: reading?.reading)
        return seen
    }

    /// What the matchers made of the selfie.
    var selfie: PhotoSight? { sights.first { $0.record.role == .selfie } }
}

/// A row after everything that can be done without knowing the rows before it.
enum LookedRow: Sendable {
    /// Decided: no earlier row can change it.
    case decided(DecidedRow)
    /// To be decided in the rows' order, with the gallery as it is then.
    case open(OpenRequest)

    /// Its place in the run, from 1.
    var row: Int {
        switch self {
        case .decided(let row): row.record.row
        case .open(let request): request.row.row
        }
    }
}
