import AuditCore

/// Poor faces give low and high scores alike: what they show is insufficient, whatever the score.
struct FaceQualityRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "face_quality", title: "The faces are good enough to judge",
        summary: """
            Each measure under `quality` that the policy sets is a limit for the compared faces of the deciding \
            matcher; a value on the limit meets it. The detector's confidence is judged only on the scale of 0 to 1.
            """,
        reasons: [.faceTooSmall, .lowDetectorConfidence, .faceNotSharp, .faceBrightness, .faceContrast, .facePose])

    var examples: [RuleExample] {
        [
            RuleExample("eyes 24 px apart, confidence 0.7: both on their limit", .passed) {
                $0.see([.example(confidence: 0.7, eyes: 24)], by: "alpha", on: .selfie)
            },
            RuleExample("eyes just under 24 px apart on the document", .review, [.faceTooSmall]) {
                $0.see([.example(eyes: 23.9)], by: "alpha", on: .document)
            },
            RuleExample("confidence just under 0.7", .review, [.lowDetectorConfidence]) {
                $0.see([.example(confidence: 0.699)], by: "alpha", on: .selfie)
            },
            RuleExample("a confidence on the detector's own scale", .passed) {
                $0.order = ["beta"]
                $0.veto = []
            } evidence: {
                $0.see([.example(confidence: 0.01)], by: "beta", on: .selfie)
            },
            RuleExample("a small face that only the veto matcher chose", .passed) {
                $0.see([.example(eyes: 10)], by: "beta", on: .selfie)
            },
            RuleExample("blur, darkness and pose that the policy sets no limit for", .passed) {
                $0.see([.example(sharpness: 1, brightness: 5, contrast: 1, yaw: 80)], by: "alpha", on: .selfie)
            },
            RuleExample("less sharp than min_sharpness", .review, [.faceNotSharp]) {
                $0.quality.minSharpness = 50
            } evidence: {
                $0.see([.example(sharpness: 49)], by: "alpha", on: .selfie)
            },
            RuleExample(
                "too bright, flat, and turned left on one photo", .review, [.faceBrightness, .faceContrast, .facePose]
            ) {
                $0.quality.brightness = [40, 220]
                $0.quality.minContrast = 10
                $0.quality.maxYaw = 30
            } evidence: {
                $0.see([.example(brightness: 220.5, contrast: 9, yaw: -31)], by: "alpha", on: .selfie)
            },
            RuleExample("a policy without limits", .notRun, cause: .notConfigured) {
                $0.quality = Policy.QualityLimits()
            } evidence: { _ in
            },
            RuleExample("no face on either photo", .notRun, cause: .noFace) {
                $0.see([], by: "alpha", on: .selfie)
                $0.see([], by: "alpha", on: .document)
            },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        guard input.policy.quality != Policy.QualityLimits() else { return .notRun(.notConfigured) }
        let faces = input.judgedFaces
        guard !faces.isEmpty else { return .notRun(.noFace) }
        return .passedUnless(
            faces.flatMap { role, matcher, face in
                shortfalls(face, input.policy.quality, matcher.confidenceScale).map { code, detail in
                    Reason(code, image: role, matcher: matcher.name, detail: detail)
                }
            })
    }

    private func shortfalls(
        _ face: DetectedFace, _ limits: Policy.QualityLimits, _ scale: ConfidenceScale
    ) -> [(ReasonCode, String)] {
        let quality = face.quality
        let brightest = limits.brightness?.last
        return [
            under(.faceTooSmall, "eye distance in pixels", quality.interEyeDistance, limits.minInterEyeDistance),
            scale == .score
                ? nil : under(.lowDetectorConfidence, "confidence", face.confidence, limits.minDetectorConfidence),
            under(.faceNotSharp, "sharpness", quality.sharpness, limits.minSharpness),
            under(.faceBrightness, "brightness", quality.brightness, limits.brightness?.first),
            over(.faceBrightness, "brightness", quality.brightness, brightest),
            under(.faceContrast, "contrast", quality.contrast, limits.minContrast),
            over(.facePose, "yaw in degrees", quality.yaw.magnitude, limits.maxYaw),
            over(.facePose, "pitch in degrees", quality.pitch.magnitude, limits.maxPitch),
            over(.facePose, "roll in degrees", quality.roll.magnitude, limits.maxRoll),
        ].compactMap { $0 }
    }

    // Both are written so that a measurement that is not a number falls short.
    private func under(_ code: ReasonCode, _ what: String, _ value: Double, _ limit: Double?) -> (ReasonCode, String)? {
        guard let limit, !(value >= limit) else { return nil }
        return (code, "\(what) \(NumberText.fixed(value, digits: 2)), minimum \(limit)")
    }

    private func over(_ code: ReasonCode, _ what: String, _ value: Double, _ limit: Double?) -> (ReasonCode, String)? {
        guard let limit, !(value <= limit) else { return nil }
        return (code, "\(what) \(NumberText.fixed(value, digits: 2)), maximum \(limit)")
    }
}
