import AuditCore

/// Decides a stored request again. What was seen and scored before stands for as long as the matcher, its models and the
/// choice of the face are the same; a photo is read only for a matcher of which that is not true.
struct ReplayDecider: Sendable {
    /// Of the run that decided before, by its number.
    struct Source: Sendable {
        /// The matchers whose findings still stand.
        var standing: Set<String>
        /// Reads its photos and has matchers look at them; nil when their folder is gone.
        var decider: RequestDecider?
        /// Whether it had its documents read.
        var readDocuments = false
    }

    let sources: [Int: Source]
    let policy: Policy
    let matchers: [any FaceMatcher]
    let judge: RequestJudge
    let store: AuditStore
    let statistics: ReplayStatistics
    let meter: RunMeter

    /// Decides a row.
    /// - Throws: `AuditError` only when no row can be decided any more; everything else is in the decision.
    func decide(_ replay: ReplayRow) async throws(AuditError) -> DecidedRow {
        let began = ContinuousClock.now
        defer { meter.add(.request, since: began) }
        let row = ManifestRow(row: replay.number, line: replay.record.line, content: replay.content)
        switch row.content {
        case .invalid(let requestID, let kind, let problems):
            let key = RequestKey.digest(row, photos: [], matchers: judge.matchers)
            return judge.invalid(
                row, requestID: requestID, kind: kind, problems: problems, key: key, origin: replay.origin)
        case .request(let request):
            return try await decide(request, row: row, replay: replay)
        }
    }

    /// Decides a row that has ended earlier starts, without working on it.
    func quarantine(_ replay: ReplayRow) async throws(AuditError) -> DecidedRow {
        guard case .request(let request) = replay.content else { return try await decide(replay) }
        let row = ManifestRow(row: replay.number, line: replay.record.line, content: replay.content)
        let intake = verdict(replay.record)
        let key = RequestKey.digest(row, photos: [], matchers: judge.matchers, intake: intake)
        return judge.quarantine(row, request: request, images: [], intake: intake, key: key, origin: replay.origin)
    }

    private func decide(
        _ request: VerificationRequest, row: ManifestRow, replay: ReplayRow
    ) async throws(AuditError) -> DecidedRow {
        let intake = verdict(replay.record)
        if case .failed = intake {
            return judge.decide(
                OpenRequest(
                    row: row, request: request, sights: [], intake: intake,
                    key: RequestKey.digest(row, photos: [], matchers: judge.matchers, intake: intake),
                    origin: replay.origin))
        }
        let roles = ImageRole.allCases.filter { replay.origin.photos[$0] != nil }
        var known = Findings(
            replay.record, kind: request.kind, standing: sources[replay.run]?.standing ?? [], limits: policy.limits)
        let states = roles.compactMap { role in
            replay.record.image(role)?.sha256.map { PhotoState(role: role, content: .digest($0)) }
        }
        if states.count == roles.count, !known.isComplete(for: judge.matchers) {
            // Another run may have asked these very matchers about these very photos.
            let key = RequestKey.digest(
                row, photos: states, matchers: judge.matchers, intake: intake, documents: documents(replay))
            if let other = try store.decision(requestKey: key, faceChoice: policy.faceChoice) {
                let standing = Set(judge.matchers.map(\.name))
                known = Findings(other, kind: request.kind, standing: standing, limits: policy.limits)
            }
        }
        let missing = matchers.filter { !known.matchers.contains($0.descriptor.name) }
        var sights: [PhotoSight] = []
        var seen: [PhotoState] = []
        for role in roles {
            var sight = known.sight(role)
            let state = try await look(role, of: request, replay: replay, by: missing, known: known, &sight)
            seen.append(state)
            sight.order(by: judge.matchers.map(\.name))
            sights.append(sight)
        }
        statistics.count(isReused: missing.isEmpty)
        for matcher in known.scores.keys { meter.countReusedScore(of: matcher) }
        var open = OpenRequest(
            row: row, request: request, sights: sights, known: known.scores, intake: intake,
            key: RequestKey.digest(
                row, photos: seen, matchers: judge.matchers, intake: intake, documents: documents(replay)),
            origin: replay.origin)
        open.reading = replay.document
        // What failed to be read then is no request without a document.
        open.wasNeverRead = sources[replay.run]?.readDocuments != true
        var decided = judge.decide(open, gallery: gallery(replay))
        if decided.record.subjectID.isEmpty, let subject = decided.subject {
            decided.record.subjectID = try store.subject(number: subject)?.subjectID ?? ""
        }
        return decided
    }

    /// What the gallery answered then, if every matcher of this run answers as it did: templates of another model were
    /// never compared with those of the gallery.
    private func gallery(_ replay: ReplayRow) -> GalleryEvidence? {
        let standing = sources[replay.run]?.standing ?? []
        // What ties a comparison to earlier requests is no score of its own.
        if replay.record.kind == RequestKind.compare.rawValue { return replay.record.gallery }
        return judge.matchers.allSatisfy { standing.contains($0.name) } ? replay.record.gallery : nil
    }

    /// The key of what read the document then, for a policy that asks for it: a document is never read again.
    private func documents(_ replay: ReplayRow) -> String? {
        policy.readsDocuments ? replay.document?.key ?? "document/none" : nil
    }

    /// What was found of the token then: it was not kept, so it cannot be asked again.
    private func verdict(_ record: DecisionRecord) -> IntakeVerdict {
        let stored = record.intakeVerdict
        return stored == .notConfigured && policy.intake.token != nil ? .notKept : stored
    }

    /// Opens a photo if something of it is not known, and says what became of it.
    private func look(
        _ role: ImageRole, of request: VerificationRequest, replay: ReplayRow, by missing: [any FaceMatcher],
        known: Findings, _ sight: inout PhotoSight
    ) async throws(AuditError) -> PhotoState {
        let before = replay.record.image(role)?.sha256
        let isWanted = !missing.isEmpty && request.kind.facePhotos.contains(role)
        if let before, !isWanted, known.isWithin(role) { return PhotoState(role: role, content: .digest(before)) }
        let gone = PhotoState(role: role, content: .failed(.imageGone))
        guard let path = replay.origin.photos[role] ?? nil else {
            return fail(.imageGone, "it was inline in the manifest and is not kept", gone, &sight)
        }
        guard let decider = sources[replay.run]?.decider else {
            return fail(.imageGone, "the images root is gone; see --images-root", gone, &sight)
        }
        statistics.open()
        let began = ContinuousClock.now
        let photo = LoadedPhoto(role: role, image: decider.loader.load(.path(path)))
        meter.add([photo], since: began)
        switch photo.image {
        case .failure(let failure) where failure.code == .imageMissing && before != nil:
            return fail(.imageGone, failure.detail, gone, &sight)
        case .success(let image) where before != nil && before != image.sha256:
            return fail(.imageChanged, "found SHA-256 \(image.sha256)", photo.state, &sight)
        case .failure, .success:
            // Matchers that look now see what the others saw.
            let straightened = try replay.document.flatMap { stored throws(AuditError) in
                guard role == .document, let before else { return [UInt8]?.none }
                return try store.faceCrop(FaceCrop.Address(imageSHA256: before, matcher: stored.key))
            }
            try await decider.look(
                at: photo, of: request.kind, by: missing, straightened: straightened, &sight)
            return photo.state
        }
    }

    private func fail(
        _ code: ReasonCode, _ detail: String?, _ state: PhotoState, _ sight: inout PhotoSight
    ) -> PhotoState {
        sight.fail(code, detail: detail)
        return state
    }
}

/// What of an earlier decision still stands.
private struct Findings {
    private let record: DecisionRecord
    private let limits: Policy.ResourceLimits
    /// The matchers of which everything is known.
    let matchers: [String]
    /// Their scores.
    let scores: [String: Double]

    init(_ record: DecisionRecord, kind: RequestKind, standing: Set<String>, limits: Policy.ResourceLimits) {
        self.record = record
        self.limits = limits
        var scores: [String: Double] = [:]
        var matchers: [String] = []
        // What exceeds a limit is not decided from memory either.
        let isWithin = kind.facePhotos.allSatisfy { Self.isWithin($0, record, limits) }
        for name in standing.sorted() where isWithin {
            let found = kind.facePhotos.map { role in
                record.image(role)?.extractions.first { $0.matcher == name }
            }
            // A failure to process is tried again, never repeated from memory.
            guard found.allSatisfy({ $0 != nil }) else { continue }
            let score = record.comparisons.first { $0.matcher == name }?.score
            let hasFaces = found.allSatisfy { $0?.chosenFace != nil }
            guard kind != .compare || !hasFaces || score != nil else { continue }
            matchers.append(name)
            scores[name] = score
        }
        self.matchers = matchers
        self.scores = scores
    }

    func isComplete(for running: [MatcherDescriptor]) -> Bool {
        running.allSatisfy { matchers.contains($0.name) }
    }

    func sight(_ role: ImageRole) -> PhotoSight {
        guard let image = record.image(role) else { return PhotoSight(role: role) }
        return PhotoSight(recorded: image, by: matchers)
    }

    /// Whether the photo keeps the policy's limits, as far as is known without opening it.
    func isWithin(_ role: ImageRole) -> Bool { Self.isWithin(role, record, limits) }

    private static func isWithin(_ role: ImageRole, _ record: DecisionRecord, _ limits: Policy.ResourceLimits) -> Bool {
        guard let image = record.image(role) else { return false }
        return image.bytes ?? 0 <= limits.maxImageBytes
            && image.extractions.allSatisfy { $0.imageWidth * $0.imageHeight <= limits.maxImagePixels }
    }
}

extension DecisionRecord {
    fileprivate func image(_ role: ImageRole) -> ImageRecord? { images.first { $0.role == role } }
}

extension ReplayRow {
    /// The row as its manifest gave it. Photos are named by their paths; inline ones are not kept.
    fileprivate var content: ManifestRow.Content {
        guard origin.isRequest, let kind = RequestKind(rawValue: record.kind) else {
            let prefix = "line \(record.line): "
            let problems = record.reasons.map { reason in
                let detail = reason.detail ?? ""
                return RowProblem(
                    reason.code, field: reason.field ?? "",
                    detail: detail.hasPrefix(prefix) ? String(detail.dropFirst(prefix.count)) : detail)
            }
            return .invalid(requestID: record.requestID, kind: record.kind, problems: problems)
        }
        return .request(
            VerificationRequest(
                requestID: record.requestID, kind: kind,
                // Whom a search found is no claim.
                subjectID: record.subjectID.isEmpty || kind == .identify ? nil : record.subjectID,
                images: origin.photos.compactMapValues { path in path.map { .path($0) } }, personal: personal,
                locale: origin.locale))
    }
}
