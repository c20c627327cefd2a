import AuditCore

/// Turns the rows of every format into requests. A row's every problem is reported, not only the first, and no problem
/// repeats a value. Values are kept byte for byte as given.
struct RowValidator {
    private let asOf: CivilDate
    private let supportedKinds: Set<RequestKind>
    private let images: ImageField
    private var seen = RequestIDSet()

    init(_ options: ManifestOptions) throws(AuditError) {
        guard let asOf = CivilDate(options.asOf) else {
            throw AuditError(.usage, "the as-of date must be a calendar date, YYYY-MM-DD")
        }
        self.asOf = asOf
        supportedKinds = options.supportedKinds
        images = ImageField(maximumInlineBytes: options.maximumInlineImageBytes)
    }

    /// The request that a row makes, or every problem it has. Remembers the row's id: of rows with the same one the
    /// first counts, whether or not it is valid.
    mutating func content(of row: RawRow) -> ManifestRow.Content {
        var draft = RequestDraft()
        if let problem = row.problem { draft.report(.invalidField, "", problem) }
        for field in row.fields {
            guard let known = ManifestField.named(field.name) else {
                draft.takeUnknown(field)
                continue
            }
            guard draft.named.insert(known) else {
                draft.report(.invalidField, field.name, "is given more than once")
                continue
            }
            if let problem = field.problem {
                _ = draft.given.insert(known)
                draft.report(.invalidField, field.name, problem)
            } else if !field.value.isEmpty {
                _ = draft.given.insert(known)
                take(field.value, as: known, into: &draft)
            }
        }
        if row.problem == nil { checkPresence(&draft) }
        if !draft.requestID.isEmpty, !seen.insert(draft.requestID) {
            draft.report(.duplicateRequestID, "request_id", "an earlier row has the same one")
        }
        return draft.content
    }

    private func take(_ value: String, as field: ManifestField, into draft: inout RequestDraft) {
        if let problem = FieldRules.problem(of: value, in: field, asOf: asOf) {
            return draft.report(.invalidField, field.name, problem)
        }
        switch field {
        case .requestID: draft.requestID = value
        case .kind: takeKind(value, into: &draft)
        // One id however it was typed: what the gallery calls the subject is what it is looked for by.
        case .subjectID: draft.subjectID = BlindIndex.normalised(value, in: .subjectID)
        case .locale: draft.locale = value
        case .selfie, .document, .documentBack:
            switch images.reference(value, field: field) {
            case .success(let reference): field.imageRole.map { draft.images[$0] = reference }
            case .failure(let problem): draft.problems.append(problem)
            }
        // A secret: to be checked, never to be stored.
        case .token: draft.token = RequestToken(value)
        // Ground truth may not reach a decision.
        case .label, .group: break
        default: draft.personal.append(name: field.name, value: value)
        }
    }

    private func takeKind(_ value: String, into draft: inout RequestDraft) {
        guard let kind = RequestKind(rawValue: value) else {
            draft.kind = nil
            let words = RequestKind.allCases.map(\.rawValue).joined(separator: ", ")
            return draft.report(.invalidField, "kind", "must be one of \(words)")
        }
        draft.kind = kind
        if !supportedKinds.contains(kind) {
            draft.report(.kindNotSupported, "kind", "this version does not support \(kind.rawValue)")
        }
    }

    private func checkPresence(_ draft: inout RequestDraft) {
        var required: [ManifestField] = [.requestID]
        if let kind = draft.kind, supportedKinds.contains(kind) {
            switch kind {
            case .compare: required += [.selfie, .document]
            case .enrol: required += [.selfie, .subjectID]
            // Either name tells who is claimed.
            case .verify: required += [.selfie, draft.given.contains(.username) ? .username : .subjectID]
            case .identify: required += [.selfie]
            }
        }
        for field in required where !draft.given.contains(field) {
            draft.report(.missingField, field.name, "is required")
        }
    }
}

/// A request in the making.
private struct RequestDraft {
    var requestID = ""
    /// Nil when the manifest names no kind that there is.
    var kind: RequestKind? = .compare
    var subjectID: String?
    var images: [ImageRole: ImageReference] = [:]
    var personal = PersonalData()
    var locale: String?
    var token: RequestToken?
    var problems: [RowProblem] = []
    /// Known fields that the row names, and those of them that have a value.
    var named = ManifestFieldSet()
    var given = ManifestFieldSet()
    private var unknown: Set<String> = []

    static let maximumUnknown = 100
    static let maximumUnknownBytes = 64 << 10

    mutating func report(_ code: ReasonCode, _ field: String, _ detail: String) {
        problems.append(RowProblem(code, field: field, detail: detail))
    }

    /// Keeps a column that the manifest format does not know as personal data.
    mutating func takeUnknown(_ field: RawRow.Field) {
        guard FieldRules.text(field.name, limit: 128) == nil else {
            return report(.invalidField, "", field.problem ?? "a field's name must have 1 to 128 printable characters")
        }
        guard unknown.count < Self.maximumUnknown else {
            let problem = RowProblem(
                .invalidField, field: "", detail: "the row has more than \(Self.maximumUnknown) unknown fields")
            if !problems.contains(problem) { problems.append(problem) }
            return
        }
        guard unknown.insert(field.name).inserted else {
            return report(.invalidField, field.name, "is given more than once")
        }
        if let problem = field.problem ?? FieldRules.freeText(field.value, limit: Self.maximumUnknownBytes) {
            return report(.invalidField, field.name, problem)
        }
        personal.append(name: field.name, value: field.value)
    }

    var content: ManifestRow.Content {
        guard problems.isEmpty, let kind else {
            return .invalid(requestID: requestID, kind: kind?.rawValue ?? "", problems: problems)
        }
        return .request(
            VerificationRequest(
                requestID: requestID, kind: kind, subjectID: subjectID, images: images, personal: personal,
                locale: locale, token: token))
    }
}
