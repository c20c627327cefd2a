import AuditCore
import Foundation
import Testing

@testable import AuditEngine

/// Enrolment, claimed identity and search, decided row by row over a gallery in memory.
@Suite struct GalleryDeskTests {
    private static let matcher = MatcherDescriptor(
        name: "opencv", version: "1", templateSize: 2, metric: .cosine, confidenceScale: .unit,
        models: [ModelDigest(file: "m", sha256: "1")])
    private static let policy = """
        schema_version: 1
        name: members
        matchers: {order: [opencv]}
        thresholds: {opencv: {approve: 0.8, reject: 0.3}}
        quality: {min_inter_eye_distance: 24}
        multiple_faces: {min_relative_area: 0.5, min_confidence: 0.8}
        gallery: {top: 3}
        """
    private let source = InMemoryGallery()

    private func policy() throws -> Policy {
        try PolicyFile.parse(Array(Self.policy.utf8), file: "p.yaml", sha256: "p") { _ in nil }
    }

    /// A face whose cosine with the one at 0 degrees is the angle's.
    private func face(_ degrees: Double) -> FaceTemplate? {
        let angle = degrees * .pi / 180
        return FaceTemplate([Float(cos(angle)), Float(sin(angle))])
    }

    private func enrol(_ id: String, _ degrees: Double..., version: String? = nil, revoked: Bool = false) {
        source.add(
            InMemoryGallery.Subject(id: id, name: "Name of \(id)", username: "user-\(id)", isRevoked: revoked),
            degrees.compactMap(face).map { ("opencv", version ?? Self.matcher.templateVersion, $0) })
    }

    private func desk() throws -> GalleryDesk {
        let policy = try policy()
        return GalleryDesk(
            gallery: try Gallery(source, policy: policy, matchers: [Self.matcher], probes: 1),
            judge: RequestJudge(policy, matchers: [Self.matcher], mailTemplate: { _ in nil }))
    }

    private func request(
        _ kind: RequestKind, _ subject: String? = nil, face degrees: Double?, row: Int = 1, username: String? = nil,
        eyes: Double = 40, second: Bool = false
    ) -> OpenRequest {
        var sight = PhotoSight(role: .selfie)
        sight.record.sha256 = "photo of \(degrees ?? -1)"
        var faces: [DetectedFace] = []
        if degrees != nil { faces.append(.example(eyes: eyes)) }
        if second { faces.append(.example()) }
        sight.add(
            Extraction(
                imageWidth: 640, imageHeight: 480, faces: faces, chosen: faces.isEmpty ? nil : 0,
                template: degrees.flatMap(face), crop: []), by: "opencv")
        var personal = PersonalData()
        personal.append(name: "username", value: username ?? "")
        let request = VerificationRequest(requestID: "r\(row)", kind: kind, subjectID: subject, personal: personal)
        return OpenRequest(
            row: ManifestRow(row: row, line: row + 1, content: .request(request)), request: request, sights: [sight],
            intake: .notConfigured, key: "", origin: .init(isRequest: true))
    }

    private func codes(_ row: DecidedRow) -> [ReasonCode] { row.record.reasons.map(\.code) }

    // MARK: verify

    @Test(
        arguments: [
            ("a", 0.0, Outcome.approved, [ReasonCode.faceMatch]),
            // cos 50° is 0.64, cos 80° 0.17.
            ("a", 50, .review, [.scoreInReviewBand]), ("a", 80, .rejected, [.faceMismatch]),
            ("nobody", 0, .review, [.subjectUnknown]), ("gone", 0, .review, [.subjectRevoked]),
            ("old", 0, .review, [.templateOutdated]),
            // The second photo is the nearer one.
            ("two", 0, .approved, [.faceMatch]),
        ] as [(String, Double, Outcome, [ReasonCode])]) func aClaimIsComparedWithItsSubject(
            id: String, degrees: Double, outcome: Outcome, reasons: [ReasonCode]
        ) async throws
    {
        enrol("a", 0)
        enrol("gone", 0, revoked: true)
        enrol("old", 0, version: "another")
        enrol("two", 90, 10)
        let row = try await desk().decide(request(.verify, id, face: degrees))
        #expect(row.record.outcome == outcome)
        #expect(codes(row) == reasons)
        #expect(row.enrolment == nil)
    }

    @Test func aOneToManyScoreIsTheOneToOneScore() async throws {
        enrol("a", 10, 30)
        let row = try await desk().decide(request(.verify, "a", face: 3))
        let (probe, nearest) = (try #require(face(3)), try #require(face(10)))
        #expect(row.record.comparisons[0].score == ScoreMetric.cosine.score(probe, nearest))
    }

    @Test func aClaimMayBeAUsername() async throws {
        enrol("a", 0)
        enrol("b", 90)
        let row = try await desk().decide(request(.verify, face: 90, username: "user-b"))
        #expect(row.record.outcome == .approved)
        #expect(row.record.gallery?.subject == 2)
        #expect(codes(try await desk().decide(request(.verify, face: 90, username: "x"))) == [.subjectUnknown])
    }

    @Test func aClaimWithoutAFaceIsNoMismatch() async throws {
        enrol("a", 0)
        let row = try await desk().decide(request(.verify, "a", face: nil))
        #expect(row.record.outcome == .review && codes(row) == [.noFace])
    }

    // MARK: identify

    @Test(
        arguments: [
            (0.0, Outcome.approved, [ReasonCode.faceMatch], "a"),
            // 45° from a, 75° from b: 0.71.
            (-45, .review, [.scoreInReviewBand], ""), (-90, .review, [.noCandidate], ""),
            // 30° from b and 35° from c.
            (65, .review, [.severalCandidates], "b"),
        ] as [(Double, Outcome, [ReasonCode], String)]) func aFaceIsFoundAmongMany(
            degrees: Double, outcome: Outcome, reasons: [ReasonCode], subject: String
        ) async throws
    {
        enrol("a", 0)
        enrol("b", 95)
        enrol("c", 100)
        enrol("gone", 0, revoked: true)
        let row = try await desk().decide(request(.identify, face: degrees))
        #expect(row.record.outcome == outcome)
        #expect(codes(row) == reasons)
        #expect(row.record.subjectID == subject)
        let evidence = try #require(row.record.gallery)
        #expect(evidence.templates == 3 && evidence.subjects == 3 && evidence.searched == "opencv")
        #expect(evidence.candidates.map(\.rank) == [1, 2, 3])
    }

    @Test func candidatesAreSubjectsAndNotPhotos() async throws {
        enrol("a", 0, 1, 2, 3, 4)
        enrol("b", 30)
        let evidence = try #require(try await desk().decide(request(.identify, face: 0)).record.gallery)
        #expect(evidence.candidates.map(\.subject) == [1, 2])
        #expect(evidence.templates == 6)
    }

    @Test func tiesGoToWhoWasEnrolledFirst() async throws {
        enrol("b", 20)
        enrol("a", -20)
        let evidence = try #require(try await desk().decide(request(.identify, face: 0)).record.gallery)
        #expect(evidence.candidates.map(\.subject) == [1, 2])
    }

    @Test func anEmptyGalleryKnowsNobody() async throws {
        let row = try await desk().decide(request(.identify, face: 0))
        #expect(row.record.outcome == .review && codes(row) == [.noCandidate])
    }

    // MARK: enrol

    @Test func laterRowsMeetWhomEarlierOnesEnrolled() async throws {
        let desk = try desk()
        let first = try await desk.decide(request(.enrol, "a", face: 0, row: 1))
        #expect(first.record.outcome == .approved && codes(first).isEmpty)
        #expect(first.enrolment?.subject == 1 && first.enrolment?.isNewSubject == true)
        #expect(first.enrolment?.templates.map(\.matcher) == ["opencv"])
        // The same photo, a photo of the same face, another face, and the same face under another name.
        let again = try await desk.decide(request(.enrol, "a", face: 0, row: 2))
        #expect(again.record.outcome == .approved && codes(again) == [.alreadyEnrolled] && again.enrolment == nil)
        let more = try await desk.decide(request(.enrol, "a", face: 10, row: 3))
        #expect(more.record.outcome == .approved && more.enrolment?.isNewSubject == false)
        let other = try await desk.decide(request(.enrol, "a", face: 90, row: 4))
        #expect(other.record.outcome == .review && codes(other) == [.enrolmentMismatch] && other.enrolment == nil)
        let alias = try await desk.decide(request(.enrol, "b", face: 5, row: 5))
        #expect(alias.record.outcome == .review && codes(alias) == [.faceEnrolledUnderAnother])
        #expect(alias.enrolment == nil)
        #expect(alias.record.gallery?.links.map(\.kind) == [.sameFaceOtherIdentity])
        #expect(alias.record.gallery?.links.first?.subject == 1)
        let second = try await desk.decide(request(.enrol, "b", face: 90, row: 6))
        #expect(second.enrolment?.subject == 2)
        #expect(try await desk.decide(request(.verify, "b", face: 91, row: 7)).record.outcome == .approved)
        #expect(try await desk.decide(request(.identify, face: 91, row: 8)).record.subjectID == "b")
    }

    @Test func whatWasCommittedIsAnsweredAsWhatIsPending() async throws {
        let rows = [
            request(.enrol, "a", face: 0, row: 1), request(.enrol, "b", face: 90, row: 2),
            request(.identify, face: 20, row: 3), request(.enrol, "a", face: 15, row: 4),
            request(.identify, face: 20, row: 5), request(.enrol, "c", face: 92, row: 6),
        ]
        let desk = try desk()
        var expected: [DecisionRecord] = []
        for row in rows { expected.append(try await desk.decide(row).record) }
        for row in rows.indices {
            // A new desk for each row, as after a kill.
            let decided = try await self.desk().decide(rows[row])
            #expect(decided.record == expected[row])
            decided.enrolment.map(source.commit)
        }
    }

    @Test func onlyAGoodPhotoIsEnrolled() async throws {
        for (open, code) in [
            (request(.enrol, "a", face: nil), ReasonCode.noFace),
            (request(.enrol, "a", face: 0, eyes: 10), .faceTooSmall),
            (request(.enrol, "a", face: 0, second: true), .multipleFaces),
        ] {
            let row = try await desk().decide(open)
            #expect(row.record.outcome == .review && codes(row) == [code] && row.enrolment == nil)
        }
    }

    @Test func whoWasRevokedStaysRevoked() async throws {
        enrol("gone", 0, revoked: true)
        let row = try await desk().decide(request(.enrol, "gone", face: 0))
        #expect(row.record.outcome == .review && codes(row) == [.subjectRevoked] && row.enrolment == nil)
    }

    @Test func templatesOfAnotherVersionAreCounted() async throws {
        enrol("old", 0, version: "another")
        let policy = try policy()
        let gallery = try Gallery(source, policy: policy, matchers: [Self.matcher], probes: 0)
        let notices = try await gallery.notices(enrolments: 1)
        #expect(notices.count == 1)
        #expect(notices[0].hasPrefix("1 subjects have no template of opencv in its version of today"))
    }
}
