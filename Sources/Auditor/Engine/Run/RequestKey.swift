import AuditCore

/// Digests that say when two requests, or two runs, are the same (DESIGN.md 4.6).
enum RequestKey {
    /// SHA-256 over a row's content, its photos' digests, and the matchers with their models. A photo that cannot be
    /// read takes part with its reason, so that mending it makes another request. So does the verdict about the row's
    /// token, and never the token; where nobody asks for one, or has documents
    /// read, the key is the same as before anybody could.
    static func digest(
        _ row: ManifestRow, photos: [PhotoState], matchers: [MatcherDescriptor], intake: IntakeVerdict = .notConfigured,
        documents: String? = nil
    ) -> String {
        var parts = ["identity-auditor/request-key/1"]
        switch row.content {
        case .request(let request):
            parts += ["request", request.requestID, request.kind.rawValue, request.subjectID ?? ""]
            parts += [request.locale ?? ""]
            parts += request.personal.fields.flatMap { ["field", $0.name, $0.value] }
            for photo in photos {
                switch photo.content {
                case .digest(let sha256): parts += ["photo", photo.role.rawValue, sha256]
                case .failed(let code): parts += ["no photo", photo.role.rawValue, code.rawValue]
                }
            }
        case .invalid(let requestID, let kind, let problems):
            parts += ["invalid", requestID, kind]
            parts += problems.flatMap { ["problem", $0.code.rawValue, $0.field, $0.detail] }
        }
        return SHA256Hex.digest(
            parts: parts + Self.parts(intake) + matchers.flatMap(Self.parts) + Self.parts(documents: documents))
    }

    /// SHA-256 over manifest, policy, calibrations, matchers and models, and the as-of date if one was given.
    /// - Parameters:
    ///   - intake: What intake adds: the digests of its keys, and who signed.
    ///   - documents: The key of what reads documents; nil for a policy that has none read.
    static func run(
        manifestSHA256: String, policy: Policy, matchers: [MatcherDescriptor], explicitAsOf: String?,
        intake: [String] = [], documents: String? = nil
    ) -> String {
        let head = ["identity-auditor/run-key/1", manifestSHA256, policy.sha256, explicitAsOf ?? ""]
        let calibrations = policy.calibrations.flatMap { ["calibration", $0.sha256] }
        return SHA256Hex.digest(
            parts: head + ["policy order"] + policy.matchers + calibrations + matchers.flatMap(parts)
                + intake.flatMap { ["intake", $0] }
                + Self.parts(documents: documents))
    }

    /// SHA-256 over what a replay decides again and by what.
    static func replay(
        _ replay: RunRecord.Replay, rows: Int, policy: Policy, matchers: [MatcherDescriptor], imagesRoot: String?,
        explicitAsOf: String?
    ) -> String {
        var parts = [
            "identity-auditor/replay-key/1", policy.sha256, String(rows), imagesRoot ?? "", explicitAsOf ?? "",
        ]
        // A trial never goes on with what a real replay left, nor the other way round.
        parts += ["what if", String(replay.isWhatIf)]
        parts += ["sources"] + replay.sources.map(String.init) + ["since", replay.since ?? ""]
        parts += ["policy order"] + policy.matchers + policy.calibrations.flatMap { ["calibration", $0.sha256] }
        return SHA256Hex.digest(parts: parts + matchers.flatMap(Self.parts))
    }

    private static func parts(_ verdict: IntakeVerdict) -> [String] {
        switch verdict {
        // What is not known of an old request makes it no other request.
        case .notConfigured, .notKept: []
        case .passed: ["intake", "passed"]
        case .absent: ["intake", "absent"]
        case .failed(let reasons):
            ["intake", "failed"] + reasons.flatMap { [$0.code.rawValue, $0.field ?? "", $0.detail ?? ""] }
        }
    }

    private static func parts(documents key: String?) -> [String] { key.map { ["documents", $0] } ?? [] }

    /// What makes two readers of documents the same.
    static func parts(_ reader: DocumentReaderDescriptor) -> [String] {
        ["document reader", reader.name, reader.version] + reader.models.flatMap { ["model", $0.file, $0.sha256] }
            + reader.languages.flatMap { ["language", $0.file, $0.sha256] }
    }

    /// What makes two matchers of one name the same: their scores may stand for each other.
    static func parts(_ matcher: MatcherDescriptor) -> [String] {
        ["matcher", matcher.name, matcher.version] + matcher.models.flatMap { ["model", $0.file, $0.sha256] }
            + (matcher.program ?? []).flatMap { ["program", $0.file, $0.sha256] }
    }
}

/// A photo of a request after the attempt to read it.
struct LoadedPhoto {
    var role: ImageRole
    var image: Result<ImageBytes, ExtractionFailure>

    var state: PhotoState {
        switch image {
        case .success(let image): PhotoState(role: role, content: .digest(image.sha256))
        case .failure(let failure): PhotoState(role: role, content: .failed(failure.code))
        }
    }
}

/// What a request key knows of a photo.
struct PhotoState {
    var role: ImageRole
    var content: Content

    enum Content {
        case digest(String)
        case failed(ReasonCode)
    }
}
