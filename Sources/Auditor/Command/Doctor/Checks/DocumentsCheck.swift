import AuditCore
import AuditEngine
import Logging
import MatcherKit

/// Starts the reader of documents with the policy's languages, and says which have no data.
struct DocumentsCheck: DoctorCheck {
    let name = "documents"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        guard case .success(let loaded) = subject.policy else {
            return [.notChecked("documents.reader", "the policy cannot be used, so its languages are not known")]
        }
        let policy = loaded.policy
        guard policy.readsDocuments else {
            return [.notChecked("documents.reader", "the policy has no documents read")]
        }
        do throws(AuditError) {
            let pool = try await DocumentFleet.start(
                languages: policy.document.languages, limits: policy.workerLimits, lanes: 1,
                installation: subject.installation,
                logger: Logger(label: "auditor") { _ in SwiftLogNoOpLogHandler() })
            let descriptor = pool.descriptor
            await pool.stop()
            let found = Set(descriptor.languages.map(\.file))
            let missing = policy.document.languages.filter { !found.contains("\($0).traineddata") }
            let reader = Finding.ok("documents.reader", "\(descriptor.name) \(descriptor.version) started")
            guard missing.isEmpty else {
                let packages = missing.map { "tesseract-ocr-\(Self.package($0))" }.joined(separator: ", ")
                return [
                    reader,
                    .warning(
                        "documents.languages", "there is no language data of \(missing.joined(separator: ", "))",
                        do: "install it: on Debian \(packages)"),
                ]
            }
            return [
                reader,
                .ok("documents.languages", "data of \(policy.document.languages.joined(separator: ", ")) is there"),
            ]
        } catch {
            // A run goes on without it, and sends every request with a document to people.
            guard error.code == .matcherUnavailable else {
                return [.problem("documents.reader", error, do: "run `make setup`")]
            }
            var finding = Finding.problem(
                "documents.reader", error, do: "run `make setup`, then `auditor models verify`")
            finding.exit = .findings
            return [finding]
        }
    }

    /// Debian's package of a language: `chi_sim` is in `tesseract-ocr-chi-sim`.
    private static func package(_ language: String) -> String {
        String(language.map { $0 == "_" ? "-" : $0 })
    }
}
