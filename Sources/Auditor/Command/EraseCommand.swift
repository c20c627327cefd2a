import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// `auditor erase`: a person's data goes, the decisions and the log stay (docs/privacy.md).
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Destroy a person's data in the database, wherever it was decided upon.",
        discussion: """
            The keys of the person's requests are destroyed, so that backups of the database lose the data too. Decisions, \
            reasons and scores stay without a name, and the log still verifies. A value is read from the argument's file \
            when it begins with @, from standard input when it is -: arguments can be seen by every user of the machine.
            """)

    @Option(help: "The claimed or enrolled identity.") var subject: String?
    @Option(help: "The national id.") var nationalId: String?
    @Option(help: "The e-mail address.") var email: String?
    @Option(help: "The phone number.") var phone: String?
    @Option(help: "One request id.") var request: String?
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Flag(help: "Say what would be erased, and erase nothing.") var dryRun = false

    private var given: [(BlindIndex.Field?, String)] {
        let fields: [(BlindIndex.Field?, String?)] = [
            (.subjectID, subject), (.nationalID, nationalId), (.email, email), (.phone, phone), (nil, request),
        ]
        return fields.compactMap { field, value in value.map { (field, $0) } }
    }

    func validate() throws {
        guard given.count == 1 else {
            throw ValidationError("Name one of --subject, --national-id, --email, --phone, --request.")
        }
    }

    func run() async throws {
        let store = try await keys.open(database.database, mustExist: true)
        let (field, text) = given[0]
        let value = try ArgumentValue.read(text)
        let subject: ErasureSubject = field.map { .field($0, value) } ?? .request(value)
        try ErasureText.erase(subject, cause: "request", in: store, dryRun: dryRun)
    }
}

/// `auditor retain`: nobody's data stays longer than it is needed.
struct RetainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retain",
        abstract: "Erase the personal data of requests that were decided long ago; for cron.",
        discussion: "A request that was decided again counts from its newest decision. Unfinished runs are left alone.")

    @Option(help: "Keep personal data for so many days after the run has finished. (default: the policy's)")
    var days: Int?
    @Option(help: "The policy whose `retention: {personal_days: N}` counts. (default: samples/policies/default.yaml)")
    var policy: String?
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Flag(help: "Say what would be erased, and erase nothing.") var dryRun = false

    func validate() throws {
        if days != nil, policy != nil { throw ValidationError("Give --days or --policy.") }
        if let days, !(0...36_500).contains(days) { throw ValidationError("--days must be from 0 to 36500.") }
    }

    func run() async throws {
        let days = try self.days ?? policyDays()
        let store = try await keys.open(database.database, mustExist: true)
        let limit = UTCTime.text(Date().addingTimeInterval(-86_400 * Double(days)))
        let subject = ErasureSubject.finishedBefore(limit)
        try ErasureText.erase(subject, cause: "retention", in: store, dryRun: dryRun)
    }
}

extension RetainCommand {
    private func policyDays() throws -> Int {
        let loaded = try LoadedPolicy(path: policy, matchers: [], plugins: nil, installation: Installation())
        guard let days = loaded.policy.personalDays else {
            throw AuditError(
                .configurationInvalid,
                "the policy says nothing of how long personal data is kept: add `retention: {personal_days: N}`, or give --days",
                at: AuditCore.SourceLocation(file: loaded.policy.file))
        }
        return days
    }
}

/// What an erasure says: how much, and what it cannot reach.
enum ErasureText {
    /// Erases, or only looks, and says what.
    static func erase(_ subject: ErasureSubject, cause: String, in store: AuditStore, dryRun: Bool) throws {
        let found =
            dryRun
            ? try store.findPersonalData(of: subject) : try store.erase(subject, cause: cause, at: UTCTime.text(Date()))
        try store.close()
        Console.result(text(found, isDone: !dryRun))
    }

    private static func text(_ erasure: Erasure, isDone: Bool) -> String {
        guard !erasure.isEmpty else { return "nothing was found that is still there" }
        let runs = erasure.runs.map(String.init).joined(separator: ", ")
        let verb = isDone ? "erased" : "would erase"
        let subjects = erasure.subjects.map(String.init).joined(separator: ", ")
        let enrolled = erasure.subjects.isEmpty ? "" : "; of the gallery subject \(subjects)"
        return """
            \(verb) the personal data of \(erasure.decisions.count) decisions and \(erasure.faces) stored faces, in run \(runs)\(enrolled)
            The photos themselves, and reports and messages that were written before, are not the database's: delete the \
            photos, and render the reports of these runs again (`auditor report RUN --output DIR`).
            """
    }
}
