import ArgumentParser
import AuditCore
import AuditEngine

/// `auditor verify`: is the face on a photo the claimed subject's?
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compare a photo with an enrolled person.",
        discussion: "Nothing is stored. Exit status 3 when the photo could not be processed.")

    @Argument(help: "A JPEG or PNG.") var image: String
    @Option(help: "The claimed subject's id.") var subject: String?
    @Option(help: "The claimed account's name, instead of --subject.") var username: String?
    @OptionGroup var gallery: GalleryOptions

    func validate() throws {
        guard (subject == nil) != (username == nil) else { throw ValidationError("Name --subject or --username.") }
        try GalleryOptions.check(.subjectID, subject, "--subject")
        try GalleryOptions.check(.username, username, "--username")
    }

    func run() async throws {
        var personal = PersonalData()
        personal.append(name: "username", value: username ?? "")
        let claim = personal
        let outcome = try await gallery.withGallery { desk, store, policy, _ in
            let answer = try await desk.ask(
                .verify, try gallery.photo(image, policy), subjectID: subject, personal: claim)
            let output = try GalleryOutput(answer, policy: policy) { try store.subject(number: $0)?.subjectID }
            Console.result(gallery.json ? try JSONOutput.text(output) : output.text)
            return answer.record.outcome
        }
        if outcome == .error { throw ExitCode(ExitStatus.partial.rawValue) }
    }
}
