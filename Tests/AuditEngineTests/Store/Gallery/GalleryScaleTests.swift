import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// How long it takes to load a gallery, measured and not judged: `AUDITOR_GALLERY_SCALE=100000 swift test -c release
/// --filter GalleryScaleTests`.
@Suite struct GalleryScaleTests {
    private static let number = ProcessInfo.processInfo.environment["AUDITOR_GALLERY_SCALE"].flatMap { Int($0) }

    @Test func everyTemplateOfManySubjectsIsLoaded() throws {
        // More than a page by default.
        let count = Self.number ?? 5000
        let folder = try TemporaryFolder(inMemory: Self.number == nil)
        let store = try AuditStore(path: folder.file("audit.sqlite"), master: .testing)
        let clock = ContinuousClock()
        let enrolling = try clock.measure {
            for part in Array(1...Int64(count)).parts(of: 5000) {
                try store.enrol(
                    part.map { subject in
                        var random = SplitMix(seed: UInt64(subject))
                        let values = (0..<128).map { _ in Float(random.next() % 2001) / 1000 - 1 }
                        let template = try #require(FaceTemplate(values))
                        return Enrolment(
                            subject: subject, isNewSubject: true, subjectID: "S-\(subject)",
                            templates: [EnrolledTemplate(matcher: "opencv", version: "v", template: template)])
                    }, at: LoggedStore.time)
            }
        }
        var subjects: [Int64] = []
        let loading = try clock.measure {
            try store.eachTemplate(of: "opencv", version: "v") { subjects.append($0.subject) }
        }
        #expect(subjects == Array(1...Int64(count)))
        if Self.number != nil { print("gallery of \(count): enrolled in \(enrolling), loaded in \(loading)") }
    }
}
