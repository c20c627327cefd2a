import AuditCore
import MatcherKit

/// Whether the installed models are those of the catalogue, by digest.
struct ModelsCheck: DoctorCheck {
    let name = "models"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        let catalogue: ModelCatalogue
        let folder: String
        do throws(AuditError) {
            catalogue = try subject.installation.catalogue()
            folder = try subject.installation.modelsFolder()
        } catch {
            return [
                .problem("models.digests", error, do: "set AUDITOR_HOME, or run `make setup` in the checkout")
            ]
        }
        // A library that is missing is a matcher less, not a defect; see `settings.openvino`.
        let libraries = catalogue.libraries.filter { catalogue.status(of: $0, folder: folder) != .missing }
        let listed = catalogue.models + libraries
        let bad = listed.compactMap { entry -> Finding? in
            switch catalogue.status(of: entry, folder: folder) {
            case .intact: nil
            case .missing:
                .problem(
                    "models.missing", "\(folder)/\(entry.file) is missing", do: "run `make setup`", exit: .configuration
                )
            case .altered(let found):
                .problem(
                    "models.altered",
                    "\(folder)/\(entry.file) is not the listed file: expected SHA-256 \(entry.sha256), found \(found)",
                    do: "remove it and run `make setup`", exit: .configuration)
            }
        }
        let summary = "\(listed.count - bad.count) of \(listed.count) files have the digests of models.json"
        return (bad.isEmpty ? [.ok("models.digests", summary)] : []) + bad
    }
}
