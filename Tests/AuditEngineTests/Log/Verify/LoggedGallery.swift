import AuditCore
import AuditTesting

@testable import AuditEngine

/// The gallery of `LoggedStore`. Subject 1 was enrolled by run 1, replaced by the withdrawn run and so restored; 2 was
/// enrolled by the withdrawn run alone and is gone. By command: 3 is as it was enrolled, 4 was replaced, 5 revoked, 6
/// erased. Of the lists' entries the second was removed.
enum LoggedGallery {
    static let version = String(repeating: "ab", count: 32)

    /// A template that is like no other.
    static func template(_ seed: UInt64) throws -> FaceTemplate {
        var random = SplitMix(seed: seed &+ 77)
        let values = (0..<16).map { _ in Float(random.next() % 2001) / 1000 - 1 }
        guard let template = FaceTemplate(values) else { throw AuditError(.internalError, "not finite") }
        return template
    }

    static func enrolment(
        _ subject: Int64, isNew: Bool = true, replaces: Bool = false, seed: UInt64 = 0
    ) throws -> Enrolment {
        Enrolment(
            subject: subject, isNewSubject: isNew, subjectID: "G-\(subject)", name: "Name \(subject)",
            email: "g\(subject)@example.org",
            templates: try ["dlib", "opencv"].enumerated().map {
                EnrolledTemplate(
                    matcher: $1, version: version,
                    template: try template(UInt64(subject) * 100 + seed * 10 + UInt64($0)))
            }, imageSHA256: SHA256Hex.digest([UInt8(subject), UInt8(seed)]), replaces: replaces)
    }

    /// What some rows of the runs bring with them.
    static func add(to decided: inout DecidedRow, seed: UInt64) throws {
        let row = decided.record.row
        switch (seed, row) {
        case (1, 7): decided.enrolment = try enrolment(1)
        case (3, 1): decided.enrolment = try enrolment(2)
        case (3, 2): decided.enrolment = try enrolment(1, isNew: false, replaces: true, seed: 1)
        default: break
        }
        if row % 3 == 0 {
            decided.seen = try [
                SeenFace(
                    role: .selfie, matcher: "opencv", version: version, template: template(seed * 1000 + UInt64(row)),
                    photoHash: 0xF0E1_D2C3_B4A5_9687),
                SeenFace(
                    role: .document, matcher: "opencv", version: version,
                    template: template(seed * 1000 + 500 + UInt64(row))),
            ]
        }
        decided.gallery =
            row % 4 == 0
            ? GalleryEvidence(
                subjects: 3, templates: 6, searched: "opencv",
                candidates: [.init(subject: 1, rank: 1, scores: ["opencv": 0.25], confidence: 12.5)]) : nil
    }

    /// What the commands do.
    static func fill(_ store: AuditStore) throws {
        try store.enrol([3, 4, 5, 6].map { try enrolment($0) }, at: LoggedStore.time)
        try store.enrol([try enrolment(4, isNew: false, replaces: true, seed: 1)], at: LoggedStore.time)
        try store.revoke(subject: 5, at: LoggedStore.time)
        _ = try store.erase(.field(.subjectID, "G-6"), cause: "request", at: LoggedStore.time)
        for content: ListEntry.Content in [
            .field(.email, "Bad@example.org"), .field(.deviceID, "device-1"),
            .face([EnrolledTemplate(matcher: "opencv", version: version, template: try template(5))]),
        ] {
            let entry = ListEntry(
                list: .block, content: content, owner: "risk", reason: "chargeback", expires: "2030-01-01T00:00:00Z")
            try store.addListEntry(entry, at: LoggedStore.time)
        }
        try store.removeListEntry(2, at: LoggedStore.time)
    }

    /// Leaves of the log that are about the gallery: one of run 1, two of run 3 and two of its withdrawal, the rest by
    /// command.
    static let leaves = 1 + 2 + 2 + (4 + 1 + 1 + 1 + 4)
    /// Checkpoints that the commands sign.
    static let checkpoints = 1 + 1 + 1 + 1 + 4
}
