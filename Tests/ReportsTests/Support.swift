import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

/// A folder of a test's own, removed with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/reports-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: false, encoding: .utf8)
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

/// The repository, found from this file.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Links resolved: a copy of a link would be the link.
    static let templatesFolder = URL(fileURLWithPath: "\(root)/templates").resolvingSymlinksInPath().path

    static func templates() throws -> TemplateLibrary { try TemplateLibrary(folder: templatesFolder) }
}

/// A rendered report that tests look into.
struct Rendered {
    let folder: TemporaryFolder
    var path: String { "\(folder.path)/out" }

    init(_ archive: any RunArchive, _ redaction: Redaction = .team) throws {
        folder = try TemporaryFolder()
        try ReportRenderer.render(archive, redaction: redaction, templates: Repository.templates(), into: path)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try #require(FileManager.default.contents(atPath: "\(path)/\(name)")))
    }

    /// Every file below, sorted.
    func files() throws -> [String] {
        let all = try FileManager.default.subpathsOfDirectory(atPath: path)
        var isFolder: ObjCBool = false
        return all.filter {
            FileManager.default.fileExists(atPath: "\(path)/\($0)", isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }
}

/// The machine's Python, when it is there: a second opinion on formats that it reads too.
enum Python {
    /// Runs a script; its output, or nil when it cannot be run.
    static func run(_ script: String, _ arguments: [String] = []) -> String? {
        guard
            let (output, status) = try? ChildProcess.run(
                "/usr/bin/env", ["python3", "-c", script] + arguments, isMerged: true)
        else { return nil }
        let text = String(decoding: output, as: UTF8.self)
        return status == 0 ? text : "exit \(status)\n\(text)"
    }

    static let isInstalled = run("print('yes')") == "yes\n"
    static let hasJSONSchema = run("import jsonschema; print('yes')") == "yes\n"
}

/// The code of the error that a body throws.
func code(_ body: () throws -> Void) -> AuditError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? AuditError)?.code
    }
}
