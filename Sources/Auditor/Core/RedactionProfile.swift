/// For whom an output is written: what it shows of the people in it (DESIGN.md 4.7). One table, `treatment(of:)`, says it
/// for every kind of thing; docs/privacy.md shows the same table, and a test holds the two together.
public enum RedactionProfile: String, CaseIterable, Sendable {
    /// Anybody: nothing that names, shows or finds a person.
    case `public`
    /// The reviewers: request ids and faces, other personal fields masked.
    case team
    /// Who may see everything; each such output leaves a leaf in the audit log.
    case auditor

    /// What an output can show of a request.
    public enum Item: String, CaseIterable, Sendable {
        /// `request_id`.
        case requestID = "request id"
        /// `subject_id` on pages for people.
        case subject = "`subject_id` on pages"
        /// `subject_id` in `report.json` and `decisions.csv`, which scripts rely on (DESIGN.md 4.8).
        case subjectInFiles = "`subject_id` in `report.json`, `decisions.csv`"
        /// Every other personal field and unknown column, on pages for people.
        case personal = "personal fields and unknown columns on pages"
        /// The same in `report.json`.
        case personalInFiles = "personal fields and unknown columns in `report.json`"
        /// The aligned faces.
        case faces = "faces"
        /// What was read on identity documents, and on pages their straightened photos.
        case documents = "documents: their photos, and what was read on them"
        /// What was measured on the photos, their digests, and the request key, which is made of them.
        case photos = "photo digests, measurements, request key"
        /// The texts beside a reason's code: field and detail.
        case reasonTexts = "field and detail of a reason"
        /// Scores and confidences.
        case scores = "scores, confidence"
        /// Messages: an applicant's own name and address in each, request ids in the reviewers' digest.
        case messages = "messages (`notifications/`)"
        /// Names of photos, `data:` addresses and `locale`.
        case photoNames = "photo names, `locale`"
        /// `token`, `label` and `group`, which are not even stored.
        case token = "`token`, `label`, `group`"
    }

    /// What an output does with it.
    public enum Treatment: String, Sendable {
        /// As it is.
        case shown
        /// So much of it that two people can be told apart.
        case masked
        /// A keyed digest in its place.
        case digest
        /// Two decimals; percent without any.
        case rounded
        /// Nothing of it.
        case hidden
    }

    /// The table.
    public func treatment(of item: Item) -> Treatment {
        let (anybody, team, auditor): (Treatment, Treatment, Treatment) =
            switch item {
            case .requestID: (.digest, .shown, .shown)
            case .subject: (.hidden, .masked, .shown)
            case .subjectInFiles: (.hidden, .shown, .shown)
            case .personal: (.hidden, .masked, .shown)
            case .personalInFiles: (.hidden, .hidden, .shown)
            case .faces: (.hidden, .shown, .shown)
            case .documents: (.hidden, .masked, .shown)
            case .photos: (.hidden, .shown, .shown)
            case .reasonTexts: (.hidden, .shown, .shown)
            case .scores: (.rounded, .shown, .shown)
            case .messages: (.hidden, .shown, .shown)
            case .photoNames: (.hidden, .hidden, .hidden)
            case .token: (.hidden, .hidden, .hidden)
            }
        return switch self {
        case .public: anybody
        case .team: team
        case .auditor: auditor
        }
    }

    /// Whether an output shows a thing as it is.
    public func shows(_ item: Item) -> Bool { treatment(of: item) == .shown }

    /// The table as docs/privacy.md has it.
    public static var table: String {
        let head = ["| | " + allCases.map { "`\($0.rawValue)`" }.joined(separator: " | ") + " |", "|---|---|---|---|"]
        let rows = Item.allCases.map { item in
            "| \(item.rawValue) | " + allCases.map { $0.treatment(of: item).rawValue }.joined(separator: " | ") + " |"
        }
        return (head + rows).joined(separator: "\n") + "\n"
    }
}
