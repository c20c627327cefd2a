import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// `auditor subjects`: who is enrolled, and the end of it.
struct SubjectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subjects", abstract: "List, show and revoke the subjects of the gallery.",
        subcommands: [SubjectsListCommand.self, SubjectsShowCommand.self, SubjectsRevokeCommand.self])
}

/// `auditor subjects list`.
struct SubjectsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List everybody who is enrolled.")
    @OptionGroup var options: SubjectsOptions

    func run() async throws {
        let store = try await options.keys.open(options.database.database, mustExist: true)
        var subjects: [SubjectOutput] = []
        try store.eachSubject { subjects.append(SubjectOutput($0, reveal: options.reveal)) }
        try store.close()
        try options.print(subjects)
    }
}

/// `auditor subjects show`.
struct SubjectsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one subject.")
    @Argument(help: "The subject's id.") var subject: String
    @OptionGroup var options: SubjectsOptions

    func run() async throws {
        let store = try await options.keys.open(options.database.database, mustExist: true)
        let found = try SubjectsOptions.find(subject, in: store)
        try store.close()
        try options.print([SubjectOutput(found, reveal: options.reveal)])
    }
}

/// `auditor subjects revoke`: its templates go, its name stays until it is erased.
struct SubjectsRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a subject: nobody is verified or identified as it any more.",
        discussion:
            "Its templates are removed. `auditor enrol --replace` enrols anew, `auditor erase --subject` forgets it.")
    @Argument(help: "The subject's id.") var subject: String
    @OptionGroup var options: SubjectsOptions

    func run() async throws {
        let store = try await options.keys.open(options.database.database, mustExist: true)
        let found = try SubjectsOptions.find(subject, in: store)
        try store.revoke(subject: found.number, at: UTCTime.text(Date()))
        let after = try SubjectsOptions.find(subject, in: store)
        try store.close()
        try options.print([SubjectOutput(after, reveal: options.reveal)])
    }
}

/// Options of every command about subjects.
struct SubjectsOptions: ParsableArguments {
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Flag(help: "Show names and addresses in clear.") var reveal = false
    @Flag(help: "Print JSON (samples/schemas/subjects.schema.json).") var json = false

    /// - Throws: `input_missing` when nobody of that id is enrolled.
    static func find(_ id: String, in store: AuditStore) throws(AuditError) -> StoredSubject {
        guard let subject = try store.subject(tagged: id) else {
            throw AuditError(.inputMissing, "nobody of this id is enrolled; `auditor subjects list` shows who is")
        }
        return subject
    }

    fileprivate func print(_ subjects: [SubjectOutput]) throws {
        guard json else { return subjects.forEach { Console.result($0.text) } }
        Console.result(try JSONOutput.text(SubjectsOutput(subjects: subjects)))
    }
}

private struct SubjectsOutput: Encodable {
    let schema = "identity-auditor/subjects"
    let schemaVersion = 1
    let subjects: [SubjectOutput]

    enum CodingKeys: String, CodingKey {
        case schema, subjects
        case schemaVersion = "schema_version"
    }
}

/// One subject as it is printed: the id in clear, because it is the customer's own key and what every command takes.
private struct SubjectOutput: Encodable {
    let subject: Int64
    let subjectID: String
    let state: String
    let created: String
    let revokedAt: String?
    let name: String?
    let email: String?
    let username: String?
    let templates: [Template]

    struct Template: Encodable {
        let matcher: String
        let version: String
        let image: String?

        enum CodingKeys: String, CodingKey {
            case matcher, version
            case image = "image_sha256"
        }
    }

    enum CodingKeys: String, CodingKey {
        case subject, state, created, name, email, username, templates
        case subjectID = "subject_id"
        case revokedAt = "revoked_at"
    }

    init(_ subject: StoredSubject, reveal: Bool) {
        func shown(_ value: String?) -> String? { reveal ? value : value.map { _ in "•••" } }
        self.subject = subject.number
        subjectID = subject.subjectID
        state = subject.state.rawValue
        created = subject.created
        revokedAt = subject.revokedAt
        name = shown(subject.name)
        email = shown(subject.email)
        username = shown(subject.username)
        templates = subject.templates.map { Template(matcher: $0.matcher, version: $0.version, image: $0.imageSHA256) }
    }

    var text: String {
        let counts = Dictionary(grouping: templates, by: \.matcher).sorted { $0.key < $1.key }
            .map { "\($0.value.count) \($0.key)" }
        let facts = [name, email, username].compactMap(\.self)
        return "\(subjectID)  no. \(subject)  \(state)  since \(created)\(revokedAt.map { " until \($0)" } ?? "")  "
            + "templates: \(counts.isEmpty ? "none" : counts.joined(separator: ", "))"
            + (facts.isEmpty ? "" : "  \(facts.joined(separator: ", "))")
    }
}
