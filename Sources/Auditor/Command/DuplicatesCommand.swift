import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Reports

/// `auditor duplicates`: everything that was seen against everything.
struct DuplicatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "Find one face under several identities, and other ties, in everything that was seen.",
        discussion: """
            Compares the faces of all requests and enrolled subjects with each other, and who shares an e-mail address, a \
            phone number, an IP address, a device, a document or a photo. Faces are kept only of requests whose policy \
            names duplicates. The thresholds are the policy's, as strict as its `alerts_a_night` asks at this number \
            of faces. Stopped or killed, the same command goes on (docs/gallery.md).
            """)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @OptionGroup var matching: MatcherOptions
    @Option(help: "Only requests of runs begun on or after this date, YYYY-MM-DD.") var since: AsOfDate?
    @Option(name: .shortAndLong, help: "Write duplicates.json and index.html into this folder.") var output: String?
    @Flag(help: "Print JSON (samples/schemas/duplicates.schema.json).") var json = false
    @Option(help: "A folder of templates instead of the built-in ones.") var templates: String?

    func validate() throws {
        if templates != nil, output == nil { throw ValidationError("--templates is for --output.") }
    }

    func run() async throws {
        let installation = Installation()
        let loaded = try LoadedPolicy(matching, installation: installation)
        var library: TemplateLibrary?
        if let output {
            library = try TemplateLibrary(folder: templates ?? installation.templates())
            try OutputFolder.check(
                output, for: .duplicates, inputs: [database.database] + [templates].compactMap { $0 })
        }
        for notice in loaded.notices { EventLog.notice(notice) }
        let stop = StopRequest()
        let signals = StopSignals { stop.make() }
        let store = try await keys.open(database.database, mustExist: true)
        try store.checkLogged(try store.runs())
        let fleet = try SearchFleet(installation, threads: matching.lanes)
        let search = DuplicateSearch(
            store, policy: loaded.policy, since: since?.text, stop: stop,
            index: fleet.maker)
        let record: DuplicatesRecord
        do {
            let told = Told()
            record = try await search.record { done, all in
                if told.isTime || done == all { Console.error("searched \(done) of \(all) faces") }
            }
            await fleet.stop()
        } catch {
            await fleet.stop()
            try store.close()
            throw error
        }
        withExtendedLifetime(signals) {}
        if let output, let library {
            try DuplicatesRenderer.render(record, templates: library, into: output) {
                try store.storedFace(imageSHA256: $0, matcher: $1)
            }
        }
        try store.close()
        if json {
            Console.result(try JSONOutput.text(record))
        } else {
            Console.result(DuplicatesText.text(record))
            if let output { Console.result("report: \(output)/index.html") }
        }
    }
}

/// Says every few seconds that it is time to say something.
private final class Told: Sendable {
    private let began = ContinuousClock.now
    private let last = TimeMark()

    var isTime: Bool { last.hasPassed(.seconds(5), since: began) }
}
