import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// `auditor enrol`: adds photos of one subject to the gallery, outside a run.
struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Add photos of a person to the gallery.",
        discussion: """
            A photo is enrolled if the policy approves it: a good face, alike to the subject's other photos, and nobody \
            else's. Exit status 1 when one was not, 3 when one could not be processed. --replace takes the place of all \
            that the subject had, also of one that was revoked. --outdated lists, as a manifest, the subjects whose \
            templates are of other versions than today's; give their photos in it and `auditor run` enrols them again.
            """)

    @Argument(help: "JPEG or PNG photos of the subject.") var images: [String] = []
    @Option(help: "The subject's id.") var subject: String?
    @Option(help: "The name that messages greet by.") var name: String?
    @Option(help: "The e-mail address.") var email: String?
    @Option(help: "The account's name, which `verify` may claim instead of the id.") var username: String?
    @Flag(help: "Take the place of all that the subject had.") var replace = false
    @Flag(help: "List the subjects to enrol again, as a manifest.") var outdated = false
    @OptionGroup var gallery: GalleryOptions

    func validate() throws {
        if outdated {
            guard images.isEmpty, subject == nil else { throw ValidationError("--outdated takes no photos.") }
        } else {
            guard !images.isEmpty, subject?.isEmpty == false else {
                throw ValidationError("Name one photo or more, and --subject.")
            }
            try GalleryOptions.check(.subjectID, subject, "--subject")
            try GalleryOptions.check(.fullName, name, "--name")
            try GalleryOptions.check(.email, email, "--email")
            try GalleryOptions.check(.username, username, "--username")
        }
    }

    func run() async throws {
        if outdated { return try await list() }
        let answers = try await gallery.withGallery(mustExist: false) { desk, store, policy, _ in
            var answers: [OneShotGallery.Answer] = []
            let photos = try images.map { try gallery.photo($0, policy) }
            for (index, photo) in photos.enumerated() {
                let answer = try await desk.ask(
                    .enrol, photo, subjectID: subject, personal: personal, replaces: replace && index == 0)
                if let enrolment = answer.enrolment { try store.enrol([enrolment], at: UTCTime.text(Date())) }
                let output = try GalleryOutput(answer, policy: policy) { try store.subject(number: $0)?.subjectID }
                Console.result(gallery.json ? try JSONOutput.text(output) : output.text)
                answers.append(answer)
                // What comes after would be added to what was to be replaced.
                if replace, index == 0, answer.enrolment == nil { break }
            }
            return answers
        }
        if answers.contains(where: { $0.record.outcome == .error }) { throw ExitCode(ExitStatus.partial.rawValue) }
        if answers.contains(where: { $0.record.outcome != .approved }) { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private var personal: PersonalData {
        var personal = PersonalData()
        personal.append(name: "full_name", value: name ?? "")
        personal.append(name: "email", value: email ?? "")
        personal.append(name: "username", value: username ?? "")
        return personal
    }

    private func list() async throws {
        let ids = try await gallery.withGallery(listsOutdated: true) { _, store, _, matchers in
            var numbers: Set<Int64> = []
            for matcher in matchers {
                numbers.formUnion(try store.outdatedSubjects(of: matcher.name, version: matcher.templateVersion))
            }
            return try numbers.sorted().compactMap { number in
                try store.subject(number: number).map { (number, $0.subjectID) }
            }
        }
        Console.result("request_id,kind,subject_id,selfie")
        for (number, id) in ids { Console.result("re-enrol-\(number),enrol,\(Self.quoted(id)),") }
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) || text != text.trimmingCharacters(in: .whitespaces)
        else {
            return text
        }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
