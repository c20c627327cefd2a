import AuditCore
import Foundation
import MatcherKit

/// Where this program's own files are: option, `AUDITOR_HOME`, `<executable>/../share/auditor`, then the nearest
/// parent of the executable that holds `Package.swift` (DESIGN.md 4.1). Never HOME, never a compiled-in path.
struct Installation: Sendable {
    /// The folder that holds the executable.
    let executableFolder: String
    private let roots: [String]

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        executableFolder = (executable as NSString).deletingLastPathComponent
        var roots: [String] = []
        if let home = environment["AUDITOR_HOME"], !home.isEmpty { roots.append(home) }
        roots.append((executableFolder as NSString).deletingLastPathComponent + "/share/auditor")
        if let checkout = Self.checkout(above: executableFolder) { roots.append(checkout) }
        self.roots = roots
    }

    /// The models folder: `models`, or `.models` in a checkout.
    func modelsFolder() throws(AuditError) -> String { try find(["models", ".models"], what: "the models folder") }
    /// The catalogue of models.
    func catalogue() throws(AuditError) -> ModelCatalogue { try ModelCatalogue.load(path: try catalogueFile()) }
    /// The catalogue's file.
    func catalogueFile() throws(AuditError) -> String { try find(["models.json"], what: "the model catalogue") }
    /// The default policy.
    func defaultPolicy() throws(AuditError) -> String {
        try find(["policies/default.yaml", "samples/policies/default.yaml"], what: "the default policy")
    }
    /// The calibration that a policy names: relative to the policy's folder, then among those that come with this
    /// program; nil when there is none.
    func calibration(_ name: String, besidePolicy policy: String) -> String? {
        if name.hasPrefix("/") { return FileManager.default.fileExists(atPath: name) ? name : nil }
        let folder = (policy as NSString).deletingLastPathComponent
        let beside = URL(filePath: (folder.isEmpty ? "." : folder) + "/" + name).standardized.relativePath
        if FileManager.default.fileExists(atPath: beside) { return beside }
        let last = (name as NSString).lastPathComponent
        for root in roots {
            for path in ["\(root)/calibrations/\(last)", "\(root)/samples/calibrations/\(last)"]
            where FileManager.default.fileExists(atPath: path) {
                return path
            }
        }
        return nil
    }
    /// The templates folder.
    func templates() throws(AuditError) -> String { try find(["templates"], what: "the templates folder") }
    /// The XML Schema of manifests.
    func manifestSchema() throws(AuditError) -> String {
        try find(["schemas/manifest.xsd", "samples/manifests/manifest.xsd"], what: "the manifest's XML Schema")
    }
    /// The worker program, beside this one.
    func worker() throws(AuditError) -> String {
        let path = executableFolder + "/auditor-worker"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw AuditError(
                .configurationInvalid,
                "the worker program is missing; it belongs beside `auditor`: build it with "
                    + "`swift build -c release`", at: SourceLocation(file: path))
        }
        return path
    }

    private func find(_ names: [String], what: String) throws(AuditError) -> String {
        for root in roots {
            for name in names where FileManager.default.fileExists(atPath: root + "/" + name) {
                return root + "/" + name
            }
        }
        throw AuditError(
            .configurationInvalid,
            "\(what) was not found (\(names.joined(separator: " or "))) in \(roots.joined(separator: ", ")); "
                + "set AUDITOR_HOME, or run `make setup` in the checkout")
    }

    private static func checkout(above folder: String) -> String? {
        var folder = folder
        while folder.count > 1 {
            if FileManager.default.fileExists(atPath: folder + "/Package.swift") { return folder }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return nil
    }
}
