import AuditEngine
import Foundation

/// An installation without models, in a folder of its own: the fixture `Tests/Fixtures/plugin.py` is its only matcher,
/// and its photos are a few bytes, of which the fourth is the person (0 or 2) and the fifth the photo.
public struct PluginInstallation: Sendable {
    /// Everything is below it.
    public let folder: TemporaryFolder
    /// A mark that every process of the fixture carries as an argument, children included.
    public let tag = UUID().uuidString
    /// What the fixture's processes get as their second argument.
    public let argument: String

    /// Python's path.
    public static let python = "/usr/bin/python3"
    /// What sets off the fixture's misbehaviour.
    public static let bad = "bad.jpg"
    /// A stranger's name, to look for where it must not be.
    public static let name = "Canaria Plantagenet"

    /// Lays out home, photos and script.
    /// - Parameter argument: What the fixture gets as its second argument; a path is made absolute below the folder.
    public init(argument: String = "told.txt") throws {
        folder = try TemporaryFolder()
        self.argument = argument.hasPrefix("{") ? argument : folder.file(argument)
        let home = folder.file("home")
        func photo(_ person: UInt8, _ variant: UInt8, _ tail: String = "") -> [UInt8] {
            [0xff, 0xd8, 0xff, person, variant] + Array(tail.utf8)
        }
        let photos: [(String, [UInt8])] = [
            ("a1.jpg", photo(0, 1)), ("a2.jpg", photo(0, 2)), ("b1.jpg", photo(2, 1)),
            (Self.bad, photo(0, 3, "TRIGGER")), ("bad2.jpg", photo(0, 4, "TRIGGER")),
        ]
        var models: [[String: Any]] = []
        for (name, bytes) in photos {
            try folder.write(bytes, to: "photos/" + name)
            try folder.write(bytes, to: "home/models/" + name)
            models.append([
                "name": name, "file": name, "sha256": SHA256Hex.digest(bytes), "licence": "none", "purpose": "test",
                "used_by": ["canary"],
            ])
        }
        let catalogue: [String: Any] = [
            "models": models, "canary": ["mated": ["a1.jpg", "a2.jpg"], "non_mated": ["a1.jpg", "b1.jpg"]],
        ]
        try folder.write(try JSONSerialization.data(withJSONObject: catalogue), to: "home/models.json")
        for name in ["templates", "samples"] {
            try FileManager.default.createSymbolicLink(
                atPath: home + "/" + name, withDestinationPath: Repository.path(name))
        }
        try folder.write(
            try Data(contentsOf: URL(filePath: Repository.path("Tests/Fixtures/plugin.py"))), to: "plugin.py")
    }

    /// The script's path in this installation.
    public var script: String { folder.file("plugin.py") }

    /// The digest of a file as it is now.
    public func digest(_ path: String) throws -> String { SHA256Hex.digest(try Data(contentsOf: URL(filePath: path))) }

    /// The plugin's lines below its name, for a policy or a file of plugins.
    public func plugin(_ behaviour: String, _ more: [String] = []) throws -> [String] {
        let argument = argument.replacingOccurrences(of: "'", with: "''")
        return [
            "path: \(Self.python)", "sha256: \(try digest(Self.python))",
            "arguments: [\(script), \(behaviour), '\(argument)', \(tag)]",
            "files: [{path: \(script), sha256: \(try digest(script))}]",
            "permissions: [\(Self.permissions[behaviour] ?? "")]",
            // It counts the dead in /proc.
        ] + (behaviour == "litter" ? ["read: [/proc]"] : []) + more
    }

    /// What the sandbox must let the fixture do so that its behaviour can be seen, or be bad enough.
    private static let permissions = [
        "confess": "write", "hang-told": "write, processes", "litter": "write, processes", "break-for-good": "write",
        "double-fork": "processes",
        "escape": "processes",
    ]

    /// A policy of seven lines whose matcher is `fixture`, then the plugin in the form that a policy has it.
    public func policy(seconds: Int = 20, name: String = "fixture", plugin: [String]?) throws {
        var lines = [
            "schema_version: 1", "name: plugin", "matchers: {order: [fixture]}",
            "thresholds: {fixture: {approve: 0.5, reject: 0.3}}", "limits: {request_timeout_seconds: \(seconds)}",
        ]
        if let plugin { lines += Self.section(name, plugin) }
        try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "policy.yaml")
    }

    /// A file for `--plugins`.
    public func pluginsFile(name: String = "fixture", _ plugin: [String]) throws {
        try folder.write(Array((Self.section(name, plugin).joined(separator: "\n") + "\n").utf8), to: "plugins.yaml")
    }

    private static func section(_ name: String, _ plugin: [String]) -> [String] {
        ["plugins:", "  \(name):"] + plugin.map { "    " + $0 }
    }

    /// A manifest of these pairs of photos, with rows `r0`, `r1`, ...
    public func manifest(_ pairs: [(String, String)]) throws {
        let rows = pairs.enumerated().map { "r\($0.offset),\($0.element.0),\($0.element.1),\(Self.name)" }
        let lines = ["request_id,selfie,document,full_name"] + rows
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "m.csv")
    }

    /// Runs `auditor` in this installation.
    public func auditor(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Programs.Ending {
        let own = ["AUDITOR_HOME": folder.file("home"), "PATH": "/usr/bin:/bin"]
        return try await Programs.auditor(
            arguments, in: folder, environment: own.merging(environment) { _, new in new })
    }

    /// Runs the manifest by the policy.
    public func run(_ more: [String] = [], environment: [String: String] = [:]) async throws -> Programs.Ending {
        try await auditor(command + more, environment: environment)
    }

    /// Starts the same and does not wait for it.
    public func start(_ more: [String] = []) throws -> ChildProcess {
        let own = ["AUDITOR_HOME": folder.file("home"), "PATH": "/usr/bin:/bin"]
        return try Programs.start(command + more, in: folder, environment: own)
    }

    private var command: [String] {
        [
            "run", "m.csv", "--output", "out", "--policy", "policy.yaml", "--images-root", folder.file("photos"),
            "--progress", "none", "--as-of", "2026-01-31",
        ]
    }

    /// The outcome and the reasons of every row, as `decisions.csv` has them.
    public func outcomes() throws -> [String] {
        try String(contentsOfFile: folder.file("out/decisions.csv"), encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false)[2...3].joined(separator: " ") }
    }

    /// Processes that carry the mark, whoever their parent is.
    public func processes() throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { pid in
            let line = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline"))
            return line.map { String(decoding: $0, as: UTF8.self).contains(tag) } ?? false
        }
    }
}
