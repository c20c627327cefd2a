import AuditCore

/// Takes one manifest row all the way to a decision: photos, templates, scores, policy. Knows nothing of other rows,
/// of the store or of the run.
struct RequestDecider: Sendable {
    let loader: ImageLoader
    let matchers: [any FaceMatcher]
    let policy: Policy
    var judge: RequestJudge
    let documents: DocumentStation?
    private let meter: RunMeter

    init(
        loader: ImageLoader, matchers: [any FaceMatcher], policy: Policy,
        mailTemplate: @escaping @Sendable (Outcome) -> String?, documents: (any DocumentReader)? = nil,
        meter: RunMeter = RunMeter()
    ) {
        self.loader = loader
        self.matchers = matchers
        self.policy = policy
        self.documents = DocumentStation(policy, reader: documents)
        judge = RequestJudge(policy, matchers: matchers.map(\.descriptor), mailTemplate: mailTemplate)
        self.meter = meter
    }

    /// Reads a row's photos and returns its request key, without deciding anything.
    func key(_ row: ManifestRow, _ verdict: IntakeVerdict) -> String {
        key(row, photos(row, verdict), verdict)
    }

    private func key(_ row: ManifestRow, _ photos: [LoadedPhoto], _ verdict: IntakeVerdict) -> String {
        RequestKey.digest(
            row, photos: photos.map(\.state), matchers: judge.matchers, intake: verdict, documents: documents?.key)
    }

    /// Decides a row without a gallery.
    /// - Parameter verdict: What became of the row's token.
    /// - Throws: `AuditError` only when no row can be decided any more; everything else is in the decision.
    func decide(_ row: ManifestRow, _ verdict: IntakeVerdict = .notConfigured) async throws(AuditError) -> DecidedRow {
        switch try await look(at: row, verdict) {
        case .decided(let row): row
        case .open(let request): judge.decide(request)
        }
    }

    /// Reads a row's photos and has the matchers look at them; decides a row that needs no gallery.
    /// - Throws: as `decide`.
    func look(at row: ManifestRow, _ verdict: IntakeVerdict = .notConfigured) async throws(AuditError) -> LookedRow {
        let began = ContinuousClock.now
        defer { meter.add(.request, since: began) }
        let photos = photos(row, verdict)
        meter.add(photos, since: began)
        let key = key(row, photos, verdict)
        switch row.content {
        case .invalid(let requestID, let kind, let problems):
            return .decided(
                judge.invalid(
                    row, requestID: requestID, kind: kind, problems: problems, key: key,
                    origin: .init(isRequest: false)))
        case .request(let request):
            var sights: [PhotoSight] = []
            for photo in photos {
                var sight = PhotoSight(role: photo.role)
                try await look(at: photo, of: request.kind, by: matchers, &sight)
                sights.append(sight)
            }
            var open = OpenRequest(
                row: row, request: request, sights: sights, intake: verdict, key: key, origin: origin(of: request),
                metrics: Dictionary(judge.matchers.map { ($0.name, $0.metric) }) { first, _ in first })
            try open.takeUpDocument(by: documents, asOf: judge.asOf)
            return policy.asksGallery(request.kind) || !policy.watched.isEmpty
                ? .open(open) : .decided(judge.decide(open))
        }
    }

    /// Decides a row that has ended earlier starts, without showing its photos to any matcher.
    func quarantine(_ row: ManifestRow, _ verdict: IntakeVerdict) async throws(AuditError) -> DecidedRow {
        guard case .request(let request) = row.content else { return try await decide(row, verdict) }
        let photos = photos(row, verdict)
        let images = photos.map { photo in
            var sight = PhotoSight(role: photo.role)
            if case .success(let image) = photo.image {
                sight.record.sha256 = image.sha256
                sight.record.bytes = image.bytes.count
            }
            return sight.record
        }
        let key = key(row, photos, verdict)
        return judge.quarantine(
            row, request: request, images: images, intake: verdict, key: key, origin: origin(of: request))
    }

    private func origin(of request: VerificationRequest) -> DecidedRow.Origin {
        let paths = request.images.mapValues { image -> String? in
            if case .path(let path) = image { path } else { nil }
        }
        return .init(isRequest: true, photos: paths, locale: request.locale)
    }

    /// The photos of a request that is vouched for, as far as the policy asks; nobody opens the others.
    private func photos(_ row: ManifestRow, _ verdict: IntakeVerdict) -> [LoadedPhoto] {
        if case .failed = verdict { return [] }
        guard case .request(let request) = row.content else { return [] }
        return ImageRole.allCases.compactMap { role in
            request.images[role].map { LoadedPhoto(role: role, image: loader.load($0)) }
        }
    }

    /// Adds to a sight what some matchers find on a photo that was read, or why it was not.
    /// - Parameter straightened: The front of the document as an earlier run straightened it.
    func look(
        at photo: LoadedPhoto, of kind: RequestKind, by matchers: [any FaceMatcher], straightened: [UInt8]? = nil,
        _ sight: inout PhotoSight
    ) async throws(AuditError) {
        let image: ImageBytes
        switch photo.image {
        case .failure(let failure):
            sight.fail(failure.code, detail: failure.detail)
            return
        case .success(let bytes):
            image = bytes
        }
        sight.record.sha256 = image.sha256
        sight.record.bytes = image.bytes.count
        if let documents, photo.role != .selfie {
            let began = ContinuousClock.now
            guard try await documents.read(image, &sight) else { return }
            meter.add(.document, since: began)
        }
        guard kind.facePhotos.contains(photo.role) else { return }
        let front = DocumentFront(photo.role, straightened: straightened ?? sight.scan?.straightened)
        for matcher in matchers {
            let name = matcher.descriptor.name
            let began = ContinuousClock.now
            let result = try await front.extract(image, by: matcher, choice: policy.faceChoice)
            if front.isStraight, policy.comparesPhotos, sight.photoHash == nil {
                sight.photoHash = try? await matcher.extract(image, choice: policy.faceChoice).get().photoHash
            }
            meter.add(result, of: name, since: began)
            switch result {
            case .failure(let failure): sight.fail(failure.code, matcher: name, detail: failure.detail)
            case .success(let extraction): sight.add(extraction, by: name)
            }
        }
    }
}
