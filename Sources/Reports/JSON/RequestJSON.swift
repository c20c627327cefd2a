import AuditCore

/// A request in `report.json`: the keys of `DecisionRecord` in alphabetical order, so that it decodes as one, and for
/// each reason its severity and its sentence.
extension JSONText {
    /// Writes one request.
    /// - Parameter personal: Its personal fields in clear; nil where the profile does not show them.
    mutating func request(_ decision: DecisionRecord, personal: PersonalData? = nil) {
        object { text in
            text.field("checks", array: decision.checks) { $0.check($1) }
            text.field("comparisons", array: decision.comparisons) { $0.comparison($1) }
            text.field("confidence", decision.confidence)
            if let document = decision.document { text.document(document) }
            // Only what was decided by what the gallery answered has one.
            if let gallery = decision.gallery { text.gallery(gallery) }
            text.field("images", array: decision.images) { $0.image($1) }
            text.field("kind", decision.kind)
            text.field("line", decision.line)
            text.field("outcome", decision.outcome.rawValue)
            if let personal { text.personal(personal) }
            text.field("reasons", array: decision.reasons) { $0.reason($1) }
            text.field("request_id", decision.requestID)
            text.field("request_key", decision.requestKey)
            text.field("row", decision.row)
            text.field("subject_id", decision.subjectID)
        }
    }

    private mutating func personal(_ personal: PersonalData) {
        field("personal") { text in
            for field in personal.fields.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
                text.field(field.name, field.value)
            }
        }
    }

    private mutating func check(_ check: CheckResult) {
        object { text in
            text.field("cause", check.cause)
            text.field("id", check.id)
            text.field("state", check.state.rawValue)
        }
    }

    private mutating func comparison(_ comparison: ComparisonRecord) {
        object { text in
            text.field("approve_threshold", comparison.approveThreshold)
            text.field("direction", comparison.direction.rawValue)
            text.field("matcher", comparison.matcher)
            text.field("metric", comparison.metric.rawValue)
            text.field("part", comparison.part.rawValue)
            text.field("reject_threshold", comparison.rejectThreshold)
            text.field("score", comparison.score)
            text.field("verdict", comparison.verdict?.rawValue)
        }
    }

    private mutating func reason(_ reason: Reason) {
        object { text in
            text.field("code", reason.code.rawValue)
            text.field("detail", reason.detail)
            text.field("field", reason.field)
            text.field("image", reason.image?.rawValue)
            text.field("matcher", reason.matcher)
            text.field("severity", reason.severity.name)
            text.field("text", reason.code.definition.reviewer)
        }
    }

    private mutating func image(_ image: ImageRecord) {
        object { text in
            text.field("bytes", image.bytes)
            text.field("extractions", array: image.extractions) { $0.extraction($1) }
            text.field("role", image.role.rawValue)
            text.field("sha256", image.sha256)
        }
    }

    private mutating func extraction(_ extraction: ExtractionRecord) {
        object { text in
            text.field("chosen", extraction.chosen)
            text.field("faces", array: extraction.faces) { $0.face($1) }
            text.field("image_height", extraction.imageHeight)
            text.field("image_width", extraction.imageWidth)
            text.field("matcher", extraction.matcher)
        }
    }

    private mutating func face(_ face: DetectedFace) {
        object { text in
            text.field("box") { text in
                text.field("height", face.box.height)
                text.field("width", face.box.width)
                text.field("x", face.box.x)
                text.field("y", face.box.y)
            }
            text.field("confidence", face.confidence)
            text.field("landmarks", array: face.landmarks) { text, point in
                text.object { text in
                    text.field("x", point.x)
                    text.field("y", point.y)
                }
            }
            text.field("quality") { text in
                text.field("brightness", face.quality.brightness)
                text.field("contrast", face.quality.contrast)
                text.field("inter_eye_distance", face.quality.interEyeDistance)
                text.field("pitch", face.quality.pitch)
                text.field("roll", face.quality.roll)
                text.field("sharpness", face.quality.sharpness)
                text.field("yaw", face.quality.yaw)
            }
        }
    }
}
