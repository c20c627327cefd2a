import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Logging

/// `auditor lists`: who must be looked at by a person, and whose ties are known to be harmless.
struct ListsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists", abstract: "Add, remove and show entries of the block and allow lists.",
        discussion: """
            An entry of the block list sends a request to a person and never rejects it. One of the allow list suppresses \
            the alert of duplicates that it names, and never approves. Both need `checks: lists` in the policy.
            """,
        subcommands: [ListsAddCommand.self, ListsRemoveCommand.self, ListsShowCommand.self])
}

/// `auditor lists add`.
struct ListsAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an entry.",
        discussion: "A value is read from the argument's file when it begins with @, from standard input when it is -.")

    @Flag(help: "To the block list.") var block = false
    @Flag(help: "To the allow list.") var allow = false
    @Option(help: "A photo of the face.") var image: String?
    @Option(help: "The e-mail address.") var email: String?
    @Option(help: "The phone number.") var phone: String?
    @Option(help: "The national id.") var nationalId: String?
    @Option(help: "The IP address.") var ip: String?
    @Option(help: "The device id.") var device: String?
    @Option(help: "The document's number.") var documentNumber: String?
    @Option(help: "Who answers for the entry.") var owner: String
    @Option(help: "Why it is there.") var reason: String
    @Option(help: "The last day on which it counts, YYYY-MM-DD, UTC.") var expires: AsOfDate
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @OptionGroup var matching: MatcherOptions

    private var fields: [(BlindIndex.Field, String)] {
        let given: [(BlindIndex.Field, String?)] = [
            (.email, email), (.phone, phone), (.nationalID, nationalId), (.ipAddress, ip), (.deviceID, device),
            (.documentNumber, documentNumber),
        ]
        return given.compactMap { field, value in value.map { (field, $0) } }
    }

    func validate() throws {
        guard block != allow else { throw ValidationError("Name one of --block and --allow.") }
        guard fields.count + (image == nil ? 0 : 1) == 1 else {
            throw ValidationError(
                "Name one of --image, --email, --phone, --national-id, --ip, --device, --document-number.")
        }
        for (name, text) in [("--owner", owner), ("--reason", reason)]
        where text.trimmingCharacters(in: .whitespaces).isEmpty {
            throw ValidationError("\(name) must not be empty.")
        }
        guard expires.text >= UTCTime.day(Date()) else { throw ValidationError("--expires is in the past.") }
    }

    func run() async throws {
        let content: ListEntry.Content
        if let image {
            content = .face(try await templates(image))
        } else {
            let (field, text) = fields[0]
            content = .field(field, try ArgumentValue.read(text))
        }
        let store = try await keys.open(database.database)
        let entry = ListEntry(
            list: block ? .block : .allow, content: content, owner: owner, reason: reason,
            expires: expires.text + "T23:59:59Z")
        let id = try store.addListEntry(entry, at: UTCTime.text(Date()))
        try store.close()
        Console.result("entry \(id) of the \(entry.list.rawValue) list: \(content.field), until \(expires.text)")
    }

    private func templates(_ path: String) async throws -> [EnrolledTemplate] {
        let installation = Installation()
        let loaded = try LoadedPolicy(matching, installation: installation)
        let photo = try PhotoFile.read(path, limit: loaded.policy.limits.maxImageBytes)
        let fleet = try await MatcherFleet.start(
            loaded.policy, lanes: 1, installation: installation, logger: Logger(label: "auditor"))
        do {
            let found = try await ListedPhoto.templates(of: photo, policy: loaded.policy, matchers: fleet.pools)
            await fleet.stop()
            return found
        } catch {
            await fleet.stop()
            throw error
        }
    }
}

/// `auditor lists remove`.
struct ListsRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Remove an entry for good.")
    @Argument(help: "The entry's number.") var entry: Int64
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption

    func run() async throws {
        let store = try await keys.open(database.database, mustExist: true)
        let isDone = try store.removeListEntry(entry, at: UTCTime.text(Date()))
        try store.close()
        guard isDone else {
            throw AuditError(.inputMissing, "there is no entry \(entry); `auditor lists show` lists them")
        }
        Console.result("entry \(entry) is removed")
    }
}

/// `auditor lists show`.
struct ListsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show the entries.")
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Flag(help: "Show the values in clear.") var reveal = false
    @Flag(help: "Print JSON (samples/schemas/lists.schema.json).") var json = false

    func run() async throws {
        let store = try await keys.open(database.database, mustExist: true)
        let now = UTCTime.text(Date())
        let entries = try store.listEntries(at: nil).map { ListEntryOutput($0, now: now, reveal: reveal) }
        try store.close()
        if json {
            Console.result(try JSONOutput.text(ListsOutput(entries: entries)))
        } else {
            entries.forEach { Console.result($0.text) }
        }
    }
}
