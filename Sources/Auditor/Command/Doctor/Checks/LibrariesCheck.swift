import AuditCore
import AuditEngine
import MatcherKit

/// The libraries that run, held against the versions that are known to be bad.
struct LibrariesCheck: DoctorCheck {
    let name = "libraries"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        var versions = [("sqlite", EngineLibraries.sqlite), ("libxml2", EngineLibraries.libxml2)]
        let native: [(name: String, version: String)]?
        if let worker = try? subject.installation.worker() {
            native = await WorkerVersions.read(worker: worker)
        } else {
            native = nil
        }
        versions += (native ?? []).map { ($0.name, $0.version) }
        let known = versions.flatMap { look($0, $1) }
        guard native == nil else { return known }
        return known + [
            .notChecked(
                "libraries.worker", "the worker program does not say which libraries it has",
                do: "see installation.worker")
        ]
    }

    private func look(_ library: String, _ version: String?) -> [Finding] {
        let id = "libraries.\(library)"
        guard let version, let number = LibraryVersion(version) else {
            return [.notChecked(id, "\(library) does not say its version")]
        }
        let defects = KnownDefects.all.filter { $0.library == library && $0.affects(number) }
        guard !defects.isEmpty else { return [.ok(id, "\(library) \(version)")] }
        return defects.map { defect in
            let found = "\(library) \(version) is in the range of \(defect.name): \(defect.effect)"
            switch defect.exposure {
            case .avoided(let how): return .ok(id, "\(found); not reached here: \(how)")
            case .reached: return .warning(id, found, do: "install \(defect.fixedIn)")
            case .mayBePatched:
                return .notChecked(
                    id, "\(found), unless the distribution has patched it without changing the number",
                    do: "install the distribution's security updates, and see its tracker for \(defect.name)")
            }
        }
    }
}
