public import ArgumentParser
public import AuditCore
import AuditEngine

/// Option of every command that writes about people.
struct RedactionOption: ParsableArguments {
    @Option(help: ArgumentHelp("Whom the output is for: public|team|auditor (docs/privacy.md).", valueName: "profile"))
    var redaction = RedactionProfile.team

    /// Refuses what cannot be logged.
    func refuseInTrial() throws {
        guard redaction == .auditor else { return }
        throw ValidationError("A report with personal data in clear is logged, and a trial leaves nothing in the log.")
    }

    /// The profile as it is applied to a run's output.
    /// - Throws: `key_missing` when the store was opened without keys and the profile needs them.
    func of(_ run: RunRecord, in store: AuditStore) throws(AuditError) -> Redaction {
        switch redaction {
        case .public: .public(digest: try store.requestDigest(in: run))
        case .team: .team
        case .auditor: .auditor
        }
    }
}

extension RedactionProfile: ExpressibleByArgument {}
