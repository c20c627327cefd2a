import AuditCore
import AuditEngine

/// What `auditor compare` prints, as text and as JSON; the JSON is a public format.
struct ComparisonOutput: Encodable {
    let schema = "identity-auditor/compare"
    let schemaVersion = 1
    let verdict: Outcome
    let confidence: Double?
    let comparisons: [Score]
    let images: [Photo]
    let reasons: [Explained]
    let checks: [CheckResult]
    let policy: PolicyName

    struct Score: Encodable {
        let matcher: String
        let metric: ScoreMetric
        let direction: ScoreDirection
        let score: Double?
        /// The score turned so that higher is more similar; thresholds are held against it.
        let similarity: Double?
        let approveThreshold: Double
        let rejectThreshold: Double
        let verdict: Outcome?
        let part: ComparisonRecord.Part

        enum CodingKeys: String, CodingKey {
            case matcher, metric, direction, score, similarity, verdict, part
            case approveThreshold = "approve_threshold"
            case rejectThreshold = "reject_threshold"
        }
    }

    struct Photo: Encodable {
        let image: String
        let sha256: String?
        let matchers: [Faces]
    }

    struct Faces: Encodable {
        let matcher: String
        let imageWidth: Int
        let imageHeight: Int
        let face: DetectedFace?
        let unmatchedFaces: [DetectedFace]

        enum CodingKeys: String, CodingKey {
            case matcher, face
            case imageWidth = "image_width"
            case imageHeight = "image_height"
            case unmatchedFaces = "unmatched_faces"
        }
    }

    struct Explained: Encodable {
        let code: ReasonCode
        let severity: String
        let image: String?
        let matcher: String?
        let detail: String?
        let text: String
    }

    struct PolicyName: Encodable {
        let name: String
        let sha256: String
    }

    enum CodingKeys: String, CodingKey {
        case schema, verdict, confidence, comparisons, images, reasons, checks, policy
        case schemaVersion = "schema_version"
    }

    init(_ record: DecisionRecord, policy: Policy) {
        verdict = record.outcome
        confidence = record.confidence
        comparisons = record.comparisons.map { comparison in
            Score(
                matcher: comparison.matcher, metric: comparison.metric, direction: comparison.direction,
                score: comparison.score, similarity: comparison.score.map(comparison.direction.similarity),
                approveThreshold: comparison.approveThreshold, rejectThreshold: comparison.rejectThreshold,
                verdict: comparison.verdict, part: comparison.part)
        }
        images = record.images.map { image in
            Photo(
                image: Self.name(image.role), sha256: image.sha256,
                matchers: image.extractions.map { extraction in
                    Faces(
                        matcher: extraction.matcher, imageWidth: extraction.imageWidth,
                        imageHeight: extraction.imageHeight, face: extraction.chosenFace,
                        unmatchedFaces: extraction.faces.enumerated().filter { $0.offset != extraction.chosen }
                            .map(\.element))
                })
        }
        reasons = record.reasons.map { reason in
            Explained(
                code: reason.code, severity: reason.severity.name, image: reason.image.map(Self.name),
                matcher: reason.matcher, detail: reason.detail, text: reason.code.definition.reviewer)
        }
        checks = record.checks
        self.policy = PolicyName(name: policy.name, sha256: policy.sha256)
    }

    /// The record calls the photos selfie and document; here they are the two arguments.
    private static func name(_ role: ImageRole) -> String { role == .selfie ? "a" : "b" }
}

extension ComparisonOutput {
    /// The same for a person.
    var text: String {
        var lines = ["verdict: \(verdict.rawValue)  (policy \(policy.name))"]
        if let confidence {
            lines.append(
                "similarity: \(NumberText.fixed(confidence, digits: 2)) % "
                    + "(calibrated confidence that it is the same person, at even odds beforehand)")
        }
        for score in comparisons {
            let value = score.score.map { NumberText.fixed($0, digits: 4) } ?? "none"
            let sign = score.direction == .similarity ? ">=" : "<="
            let opposite = score.direction == .similarity ? "<" : ">"
            lines.append(
                "\(score.matcher): \(score.metric.rawValue) \(value), approves at \(sign) \(score.approveThreshold), "
                    + "rejects at \(opposite) \(score.rejectThreshold): \(score.verdict?.rawValue ?? "no score") "
                    + "(\(score.part.rawValue))")
        }
        for photo in images {
            for faces in photo.matchers {
                lines.append(
                    "photo \(photo.image), \(faces.matcher): \(faces.imageWidth)x\(faces.imageHeight) pixels, "
                        + describe(faces.face) + ", \(faces.unmatchedFaces.count) unmatched")
            }
        }
        for reason in reasons {
            let place = [reason.image.map { "photo \($0)" }, reason.matcher, reason.detail].compactMap { $0 }
            lines.append(
                "\(reason.code.rawValue): \(reason.text)" + (place.isEmpty ? "" : " (\(place.joined(separator: ", ")))")
            )
        }
        return lines.joined(separator: "\n")
    }

    private func describe(_ face: DetectedFace?) -> String {
        guard let face else { return "no face" }
        let quality = face.quality
        return "face with eyes \(NumberText.fixed(quality.interEyeDistance, digits: 0)) px apart, "
            + "confidence \(NumberText.fixed(face.confidence, digits: 2)), "
            + "sharpness \(NumberText.fixed(quality.sharpness, digits: 0)), "
            + "brightness \(NumberText.fixed(quality.brightness, digits: 0)), "
            + "contrast \(NumberText.fixed(quality.contrast, digits: 0)), "
            + "yaw \(NumberText.fixed(quality.yaw, digits: 0))°, "
            + "pitch \(NumberText.fixed(quality.pitch, digits: 0))°, "
            + "roll \(NumberText.fixed(quality.roll, digits: 0))°"
    }
}
