import ArgumentParser
import AuditCore
import AuditEngine

/// `auditor identify`: whose face of the gallery is on a photo?
struct IdentifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identify", abstract: "Search the gallery for the person on a photo.",
        discussion: """
            Nothing is stored. The threshold is the policy's, raised so that one search is expected to give at most \
            `gallery.alerts_a_night` false alerts. Exit status 3 when the photo could not be processed.
            """)

    @Argument(help: "A JPEG or PNG.") var image: String
    @Option(help: "How many candidates to show, 1 to 100. (default: the policy's)") var top: Int?
    @OptionGroup var gallery: GalleryOptions

    func validate() throws {
        if let top, !(1...100).contains(top) { throw ValidationError("--top must be from 1 to 100.") }
    }

    func run() async throws {
        let outcome = try await gallery.withGallery(top: top) { desk, store, policy, _ in
            let answer = try await desk.ask(.identify, try gallery.photo(image, policy))
            let output = try GalleryOutput(answer, policy: policy) { try store.subject(number: $0)?.subjectID }
            Console.result(gallery.json ? try JSONOutput.text(output) : output.text)
            return answer.record.outcome
        }
        if outcome == .error { throw ExitCode(ExitStatus.partial.rawValue) }
    }
}
