import AuditCore

/// Takes one manifest row all the way to a decision: photos, templates, scores, policy. Knows nothing of other rows,
/// of the store or of the run.
struct RequestDecider: Sendable {
    let loader: ImageLoader
    let matchers: [any FaceMatcher]
    let policy: Policy
    let evaluator: PolicyEvaluator
    /// The digest of the mail template for an outcome; nil when such applicants get no message.
    let mailTemplate: @Sendable (Outcome) -> String?
    private let meter: RunMeter

    init(
        loader: ImageLoader, matchers: [any FaceMatcher], policy: Policy,
        mailTemplate: @escaping @Sendable (Outcome) -> String?, meter: RunMeter = RunMeter()
    ) {
        self.loader = loader
        self.matchers = matchers
        self.policy = policy
        evaluator = PolicyEvaluator(policy)
        self.mailTemplate = mailTemplate
        self.meter = meter
    }

    private var descriptors: [MatcherDescriptor] { matchers.map(\.descriptor) }

    /// Reads a row's photos and returns its request key, without deciding anything.
    func key(_ row: ManifestRow) -> String {
        RequestKey.digest(row, photos: photos(row), matchers: descriptors)
    }

    /// Decides a row.
    /// - Throws: `AuditError` only when no row can be decided any more; everything else is in the decision.
    func decide(_ row: ManifestRow) async throws(AuditError) -> DecidedRow {
        let began = ContinuousClock.now
        defer { meter.add(.request, since: began) }
        let photos = photos(row)
        meter.add(photos, since: began)
        let key = RequestKey.digest(row, photos: photos, matchers: descriptors)
        switch row.content {
        case .invalid(let requestID, let kind, let problems):
            let reasons = problems.map { Reason($0.code, field: $0.field, detail: "line \(row.line): \($0.detail)") }
            let evaluation = evaluator.notProcessed(reasons)
            let record = DecisionRecord(
                row: row.row, line: row.line, requestID: requestID, kind: kind, outcome: evaluation.outcome,
                reasons: evaluation.reasons, checks: evaluation.checks, requestKey: key)
            return DecidedRow(record: record)
        case .request(let request):
            return try await decide(request, row: row, photos: photos, key: key)
        }
    }

    private func photos(_ row: ManifestRow) -> [LoadedPhoto] {
        guard case .request(let request) = row.content else { return [] }
        return ImageRole.allCases.compactMap { role in
            request.images[role].map { LoadedPhoto(role: role, image: loader.load($0)) }
        }
    }

    private func decide(
        _ request: VerificationRequest, row: ManifestRow, photos: [LoadedPhoto], key: String
    ) async throws(AuditError) -> DecidedRow {
        var sights: [PhotoSight] = []
        for photo in photos { sights.append(try await look(at: photo, of: request.kind)) }
        let evidence = Evidence(
            kind: request.kind, photos: sights.map(\.evidence), matchers: descriptors, scores: scores(sights))
        let evaluation = evaluator.evaluate(evidence)
        let record = DecisionRecord(
            row: row.row, line: row.line, requestID: request.requestID, kind: request.kind.rawValue,
            outcome: evaluation.outcome, reasons: evaluation.reasons, checks: evaluation.checks,
            confidence: evaluation.confidence, subjectID: request.subjectID ?? "", images: sights.map(\.record),
            comparisons: evaluation.comparisons,
            requestKey: key)
        // A message needs somebody to send it and somewhere to send it to.
        let canWrite = policy.mail != nil && request.personal["email"] != nil
        return DecidedRow(
            record: record, personal: request.personal, crops: sights.flatMap(\.crops),
            mailTemplateSHA256: canWrite ? mailTemplate(evaluation.outcome) : nil)
    }

    /// What was seen on one photo.
    private struct PhotoSight {
        var evidence: PhotoEvidence
        var record: ImageRecord
        var templates: [String: FaceTemplate] = [:]
        var crops: [FaceCrop] = []
    }

    private func look(at photo: LoadedPhoto, of kind: RequestKind) async throws(AuditError) -> PhotoSight {
        var sight = PhotoSight(evidence: PhotoEvidence(role: photo.role), record: ImageRecord(role: photo.role))
        let image: ImageBytes
        switch photo.image {
        case .failure(let failure):
            sight.evidence.failures.append(Reason(failure.code, image: photo.role, detail: failure.detail))
            return sight
        case .success(let bytes):
            image = bytes
        }
        sight.record.sha256 = image.sha256
        sight.record.bytes = image.bytes.count
        guard kind.facePhotos.contains(photo.role) else { return sight }
        for matcher in matchers {
            let name = matcher.descriptor.name
            let began = ContinuousClock.now
            let result = try await matcher.extract(image, choice: policy.faceChoice)
            meter.add(result, of: name, since: began)
            switch result {
            case .failure(let failure):
                sight.evidence.failures.append(
                    Reason(failure.code, image: photo.role, matcher: name, detail: failure.detail))
            case .success(let extraction):
                let record = ExtractionRecord(
                    matcher: name, imageWidth: extraction.imageWidth, imageHeight: extraction.imageHeight,
                    faces: extraction.faces, chosen: extraction.chosen)
                sight.evidence.extractions.append(record)
                sight.record.extractions.append(record)
                sight.templates[name] = extraction.template
                if !extraction.crop.isEmpty {
                    sight.crops.append(FaceCrop(imageSHA256: image.sha256, matcher: name, jpeg: extraction.crop))
                }
            }
        }
        return sight
    }

    private func scores(_ sights: [PhotoSight]) -> [String: Double] {
        guard let selfie = sights.first(where: { $0.record.role == .selfie }),
            let document = sights.first(where: { $0.record.role == .document })
        else { return [:] }
        var scores: [String: Double] = [:]
        for descriptor in descriptors {
            guard let probe = selfie.templates[descriptor.name], let reference = document.templates[descriptor.name]
            else { continue }
            scores[descriptor.name] = descriptor.metric.score(probe, reference)
        }
        return scores
    }
}
