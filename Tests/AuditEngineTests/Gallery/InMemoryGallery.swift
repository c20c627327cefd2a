import AuditCore
import Synchronization

@testable import AuditEngine

/// A store of subjects in memory.
final class InMemoryGallery: GallerySource {
    struct Subject {
        var id: String
        var name: String?
        var username: String?
        var isRevoked = false
    }
    struct Template {
        var subject: Int64
        var matcher: String
        var version: String
        var template: FaceTemplate
        var photo: String?
    }
    private struct Content {
        var subjects: [Subject] = []
        var templates: [Template] = []
    }
    private let content = Mutex(Content())

    /// Adds a subject with photos of one matcher; the template's first value is the cosine with [1, 0].
    func add(_ subject: Subject, _ templates: [(matcher: String, version: String, template: FaceTemplate)]) {
        content.withLock { content in
            content.subjects.append(subject)
            for one in templates {
                content.templates.append(
                    Template(
                        subject: Int64(content.subjects.count), matcher: one.matcher, version: one.version,
                        template: one.template))
            }
        }
    }

    /// Commits what a run decided.
    func commit(_ enrolment: Enrolment) {
        content.withLock { content in
            if enrolment.isNewSubject {
                content.subjects.append(
                    Subject(id: enrolment.subjectID, name: enrolment.name, username: enrolment.username))
            }
            for one in enrolment.templates {
                content.templates.append(
                    Template(
                        subject: enrolment.subject, matcher: one.matcher, version: one.version,
                        template: one.template, photo: enrolment.imageSHA256))
            }
        }
    }

    func eachTemplate(of matcher: String, version: String, _ body: (StoredTemplate) throws -> Void) throws {
        let content = content.withLock { $0 }
        for (index, one) in content.templates.enumerated() where one.matcher == matcher && one.version == version {
            guard !content.subjects[Int(one.subject) - 1].isRevoked else { continue }
            try body(
                StoredTemplate(id: Int64(index + 1), subject: one.subject, decision: nil, template: one.template))
        }
    }

    func eachSubject(_ body: (StoredSubject) throws -> Void) throws {
        let count = content.withLock { $0.subjects.count }
        for number in 0..<count { if let subject = subject(number: Int64(number + 1)) { try body(subject) } }
    }

    func subject(tagged subjectID: String) -> StoredSubject? {
        let index = content.withLock { $0.subjects.firstIndex { $0.id == subjectID } }
        return index.flatMap { subject(number: Int64($0 + 1)) }
    }

    func subject(number: Int64) -> StoredSubject? {
        let content = content.withLock { $0 }
        guard content.subjects.indices.contains(Int(number) - 1) else { return nil }
        let subject = content.subjects[Int(number) - 1]
        return StoredSubject(
            number: number, subjectID: subject.id, name: subject.name, email: nil, username: subject.username,
            state: subject.isRevoked ? .revoked : .active, created: "2026-01-01T00:00:00Z",
            revokedAt: subject.isRevoked ? "2026-01-02T00:00:00Z" : nil,
            templates: content.templates.enumerated().filter { $0.element.subject == number }.map { index, one in
                StoredSubject.Template(
                    id: Int64(index + 1), matcher: one.matcher, version: one.version, imageSHA256: one.photo,
                    decision: nil)
            })
    }

    func galleryCounts(of matcher: String, version: String) -> GalleryCounts {
        let all = content.withLock { $0.templates }
        let own = all.filter { $0.matcher == matcher }
        let current = Set(own.filter { $0.version == version }.map(\.subject))
        return GalleryCounts(
            subjects: current.count, templates: own.count { $0.version == version },
            outdated: Set(all.map(\.subject)).subtracting(current).count)
    }

    func nextSubjectNumber() -> Int64 { Int64(content.withLock { $0.subjects.count } + 1) }
    func nextTemplateNumber() -> Int64 { Int64(content.withLock { $0.templates.count } + 1) }
}
