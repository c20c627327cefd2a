import AuditCore
import Reports

/// Whether the program finds its own files, and where each came from.
struct InstallationCheck: DoctorCheck {
    let name = "installation"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        let installation = subject.installation
        let files: [(String, String, () throws(AuditError) -> String)] = [
            ("worker", "the worker program", installation.worker),
            ("models", "the models folder", installation.modelsFolder),
            ("catalogue", "the model catalogue", installation.catalogueFile),
            ("policy", "the default policy", installation.defaultPolicy),
            ("schema", "the manifest's XML Schema", installation.manifestSchema),
            (
                "templates", "the templates folder",
                { () throws(AuditError) in
                    let folder = try installation.templates()
                    _ = try TemplateLibrary(folder: folder)
                    return folder
                }
            ),
        ]
        let program = Finding.ok(
            "installation.program", "auditor \(Version.current) runs from \(installation.executableFolder)")
        return [program]
            + files.map { what, noun, find in
                do throws(AuditError) {
                    return .ok("installation.\(what)", "\(noun) is \(try find())")
                } catch {
                    return .problem(
                        "installation.\(what)", error, do: "set AUDITOR_HOME, or run `make setup` in the checkout")
                }
            }
    }
}
