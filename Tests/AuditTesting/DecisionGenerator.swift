import AuditCore

/// Draws one row of a `GeneratedArchive`.
struct DecisionGenerator {
    var random: SplitMix
    private let row: Int
    private let draw: Double

    init(seed: UInt64, row: Int) {
        self.row = row
        random = SplitMix(seed: seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(row))
        // The first rows have every outcome, so that a small run shows all.
        let first = [0.5, 0.96, 0.05, 0.01, 0.04, 0.12]
        draw = row <= first.count ? first[row - 1] : random.unit()
    }

    /// 82 % approved, 10 % review, 5 % rejected, 3 % error.
    var outcome: Outcome {
        switch draw {
        case ..<0.03: .error
        case ..<0.08: .rejected
        case ..<0.18: .review
        default: .approved
        }
    }

    mutating func decision() -> DecisionRecord {
        let selfie = digest()
        let document = digest()
        let id = "ONB-2026-\(String(100_000 + row).dropFirst())"
        var decision = DecisionRecord(
            row: row, line: row + 1, requestID: id, kind: "compare", outcome: outcome, requestKey: digest())
        switch outcome {
        case .approved:
            decision.reasons = [Reason(.faceMatch, matcher: "opencv")]
            compare(&decision, opencv: min(0.55 + 0.1 * random.normal(), 0.95), dlib: 0.42 + 0.06 * random.normal())
        case .rejected:
            decision.reasons = [
                Reason(.faceMismatch, matcher: "opencv", detail: "score is below the reject threshold 0.231")
            ]
            compare(&decision, opencv: 0.05 + 0.07 * random.normal(), dlib: 0.82 + 0.07 * random.normal())
        case .review:
            review(&decision)
        case .error:
            let code = random.pick([
                ReasonCode.imageMissing, .imageUnreadable, .imageEmpty, .invalidField, .missingField, .workerTimeout,
                .imageOverLimit, .duplicateRequestID,
            ])
            decision.reasons = [
                Reason(
                    code, image: code == .invalidField || code == .missingField ? nil : .selfie,
                    field: code == .invalidField ? "email" : nil, detail: "line \(row + 1)")
            ]
        }
        decision.checks = checks(decision)
        if outcome != .error {
            let isFaceless = decision.reasons.first?.code == .noFace
            decision.images = [image(.selfie, selfie), image(.document, document, isFaceless: isFaceless)]
        }
        return decision
    }

    private mutating func review(_ decision: inout DecisionRecord) {
        switch random.unit() {
        case ..<0.5:
            decision.reasons = [
                Reason(.scoreInReviewBand, matcher: "opencv", detail: "between 0.231 and 0.358")
            ]
            compare(&decision, opencv: 0.231 + 0.127 * random.unit(), dlib: 0.6 + 0.03 * random.normal())
        case ..<0.65:
            decision.reasons = [Reason(.matchersDisagree, matcher: "dlib"), Reason(.faceMatch, matcher: "opencv")]
            compare(&decision, opencv: 0.4 + 0.03 * random.unit(), dlib: 0.7 + 0.05 * random.unit())
        case ..<0.8:
            decision.reasons = [
                Reason(.noFace, image: .document, matcher: "opencv"),
                Reason(.noFace, image: .document, matcher: "dlib"),
            ]
            compare(&decision, opencv: nil, dlib: nil)
        default:
            let code = random.pick([ReasonCode.faceTooSmall, .multipleFaces, .lowDetectorConfidence])
            decision.reasons = [Reason(code, image: .selfie, matcher: "opencv", detail: "18.4 px, minimum 24 px")]
            compare(&decision, opencv: 0.45 + 0.1 * random.normal(), dlib: nil)
            if decision.reasons.count == 1 { decision.reasons.append(Reason(.matcherMissing, matcher: "dlib")) }
        }
    }

    private mutating func compare(_ decision: inout DecisionRecord, opencv: Double?, dlib: Double?) {
        func verdict(_ score: Double?, _ metric: ScoreMetric, _ approve: Double, _ reject: Double) -> Outcome? {
            guard let score else { return nil }
            if metric.direction.isMatch(score: score, threshold: approve) { return .approved }
            return metric.direction.isMatch(score: score, threshold: reject) ? .review : .rejected
        }
        decision.comparisons = [
            ComparisonRecord(
                matcher: "opencv", metric: .cosine, score: opencv, approveThreshold: 0.358, rejectThreshold: 0.231,
                verdict: verdict(opencv, .cosine, 0.358, 0.231), part: .deciding),
            ComparisonRecord(
                matcher: "dlib", metric: .euclidean, score: dlib, approveThreshold: 0.543, rejectThreshold: 0.678,
                verdict: verdict(dlib, .euclidean, 0.543, 0.678), part: .veto),
        ]
        decision.confidence = opencv.map { min(max(50 + 160 * ($0 - 0.3), 0.01), 99.99) }
    }

    private func checks(_ decision: DecisionRecord) -> [CheckResult] {
        let state: CheckState =
            switch decision.outcome {
            case .approved: .passed
            case .rejected: .failed
            case .review: .review
            case .error: .notRun
            }
        let cause = decision.outcome == .error ? "request_not_processed" : nil
        return [
            CheckResult(id: "face_comparison", state: state, cause: cause),
            CheckResult(id: "face_quality", state: state == .failed ? .passed : state, cause: cause),
            CheckResult(id: "matcher_agreement", state: state, cause: cause),
            CheckResult(id: "document_checks", state: .notRun, cause: "not_configured"),
            CheckResult(id: "duplicates", state: .notRun, cause: "not_configured"),
            CheckResult(id: "gallery", state: .notApplicable),
        ]
    }

    private mutating func image(_ role: ImageRole, _ digest: String, isFaceless: Bool = false) -> ImageRecord {
        let eyes = 30 + 40 * random.unit()
        let face = DetectedFace(
            box: Box(x: 61.25, y: 58.5, width: eyes * 2.2, height: eyes * 2.8),
            landmarks: [
                Point(x: 90, y: 110), Point(x: 90 + eyes, y: 110), Point(x: 90 + eyes / 2, y: 130),
                Point(x: 95, y: 150), Point(x: 85 + eyes, y: 150),
            ],
            confidence: 0.8 + 0.19 * random.unit(),
            quality: FaceQuality(
                interEyeDistance: eyes, sharpness: 200 * random.unit(), brightness: 90 + 60 * random.unit(),
                contrast: 40 + 20 * random.unit(), yaw: 8 * random.normal(), pitch: 5 * random.normal(),
                roll: 3 * random.normal()))
        let found = ["opencv", "dlib"].map {
            ExtractionRecord(
                matcher: $0, imageWidth: 250, imageHeight: 250, faces: isFaceless ? [] : [face],
                chosen: isFaceless ? nil : 0)
        }
        return ImageRecord(role: role, sha256: digest, bytes: 18_342, extractions: found)
    }

    private mutating func digest() -> String {
        (0..<4).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
