import AuditCore
import Reports

/// Whether a report can be put where `--output` says.
struct OutputCheck: DoctorCheck {
    let name = "output"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        guard let output = subject.output else {
            return [.notChecked("output.folder", "no --output was given", do: "name the folder of the nightly report")]
        }
        let inputs = [subject.database, subject.plugins].compactMap { $0 }
        do throws(AuditError) {
            try OutputFolder.check(output, inputs: inputs)
            return [.ok("output.folder", "a report can be written to \(output)")]
        } catch {
            return [.problem("output.folder", error, do: "name another folder with --output")]
        }
    }
}
