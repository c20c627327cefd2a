import AuditCore

/// The fixed matter of the rules' examples: `alpha` decides (cosine, confidences 0 to 1), `beta` vetoes (Euclidean,
/// confidences on a scale of its own). Round numbers, so that nobody takes them for recommended ones.
extension Policy {
    static let example = Policy(
        name: "example", summary: "", file: "example.yaml", sha256: "", faceChoice: .largest,
        combination: .primary, order: ["alpha"], veto: ["beta"],
        thresholds: [
            "alpha": .example(approve: 0.5, reject: 0.25), "beta": .example(approve: 0.5, reject: 0.75),
            "gamma": .example(approve: 0.5, reject: 0.25),
        ],
        quality: QualityLimits(minInterEyeDistance: 24, minDetectorConfidence: 0.7),
        multipleFaces: MultipleFaces(minRelativeArea: 0.5, minConfidence: 0.8), rejects: true,
        limits: ResourceLimits(), checks: [:], mail: nil)
}

extension MatcherThresholds {
    static func example(approve: Double, reject: Double) -> MatcherThresholds {
        MatcherThresholds(
            approve: approve, reject: reject, metric: .implied(approve: approve, reject: reject),
            location: SourceLocation(file: "example.yaml"))
    }
}

extension Evidence {
    /// One good face on each photo, alike enough for both matchers; a third matcher waits for `use`.
    static let example: Evidence = {
        var evidence = Evidence(
            kind: .compare, photos: [PhotoEvidence(role: .selfie), PhotoEvidence(role: .document)], matchers: [])
        evidence.use("alpha", .cosine, .unit, score: 0.75)
        evidence.use("beta", .euclidean, .score, score: 0.25)
        return evidence
    }()

    /// Adds a matcher that finds one good face on each photo.
    mutating func use(_ name: String, _ metric: ScoreMetric, _ scale: ConfidenceScale, score: Double) {
        matchers.append(
            MatcherDescriptor(
                name: name, version: "1", templateSize: 2, metric: metric, confidenceScale: scale, models: []))
        for index in photos.indices {
            photos[index].extractions.append(
                ExtractionRecord(matcher: name, imageWidth: 640, imageHeight: 480, faces: [.example()], chosen: 0))
        }
        scores[name] = score
    }

    /// Makes it a request of another kind with what the gallery answered. The scores are the first candidate's.
    mutating func ask(_ kind: RequestKind, _ gallery: GalleryEvidence) {
        self.kind = kind
        self.gallery = gallery
        photos.removeAll { $0.role == .document }
        scores = gallery.decidingCandidate(kind)?.scores ?? [:]
    }

    /// Replaces the faces that a matcher found on a photo; the first is the chosen one. Without a face, no score.
    mutating func see(_ faces: [DetectedFace], by matcher: String, on role: ImageRole) {
        change(role) { photo in
            photo.extractions.removeAll { $0.matcher == matcher }
            photo.extractions.append(
                ExtractionRecord(
                    matcher: matcher, imageWidth: 640, imageHeight: 480, faces: faces, chosen: faces.isEmpty ? nil : 0))
        }
        if faces.isEmpty { scores[matcher] = nil }
    }

    /// Makes a photo fail, for one matcher or for all.
    mutating func fail(_ code: ReasonCode, on role: ImageRole, by matcher: String? = nil) {
        change(role) { photo in
            photo.extractions.removeAll { matcher == nil || $0.matcher == matcher }
            photo.failures.append(Reason(code, image: role, matcher: matcher))
        }
        for name in scores.keys where matcher == nil || name == matcher { scores[name] = nil }
    }

    /// Takes a matcher away, as when it fails its self-test at the run's start.
    mutating func remove(_ matcher: String) {
        matchers.removeAll { $0.name == matcher }
        for role in ImageRole.allCases {
            change(role) { photo in photo.extractions.removeAll { $0.matcher == matcher } }
        }
        scores[matcher] = nil
    }

    private mutating func change(_ role: ImageRole, _ body: (inout PhotoEvidence) -> Void) {
        for index in photos.indices where photos[index].role == role { body(&photos[index]) }
    }
}

extension DetectedFace {
    /// A good face of 100 by 100 pixels, or one that differs in what is named.
    static func example(
        confidence: Double = 0.9, area: Double = 10_000, eyes: Double = 40, sharpness: Double = 200,
        brightness: Double = 128, contrast: Double = 50, yaw: Double = 0, pitch: Double = 0, roll: Double = 0
    ) -> DetectedFace {
        DetectedFace(
            box: Box(x: 10, y: 10, width: 100, height: area / 100), landmarks: [], confidence: confidence,
            quality: FaceQuality(
                interEyeDistance: eyes, sharpness: sharpness, brightness: brightness, contrast: contrast, yaw: yaw,
                pitch: pitch, roll: roll))
    }
}
