import AuditCore
import AuditEngine
import Foundation
import MatcherKit

/// Every matcher that can be started here: the built-in ones and the configured plugins.
struct MatcherRoster {
    /// Names of the built-in matchers, sorted, then of the plugins in their configured order.
    let names: [String]
    /// Those without the ones that need libraries of their own, which are a faster way to the scores of another.
    let standardNames: [String]
    private let plugins: [PluginSettings]
    private let catalogue: ModelCatalogue
    private let models: String
    private let worker: String

    init(_ installation: Installation, plugins: [PluginSettings] = []) throws(AuditError) {
        catalogue = try installation.catalogue()
        models = try installation.modelsFolder()
        worker = try installation.worker()
        self.plugins = plugins
        names = catalogue.matcherNames + plugins.map(\.name)
        standardNames = catalogue.standardMatcherNames + plugins.map(\.name)
    }

    /// The sandbox of a program that is not ours.
    func sandbox(_ permissions: [PluginSettings.Permission] = [], reach: PluginReach) -> WorkerSandbox {
        .launched(by: worker, permissions: permissions.map(\.rawValue), readable: reach.paths)
    }

    /// The photos on which every matcher proves itself.
    func canaries() throws(AuditError) -> CanarySet { try catalogue.canarySet(folder: models) }

    /// How to start a matcher, after its models or its files have been held against their digests.
    /// - Parameter limits: The policy's; a plugin's own take precedence.
    /// - Throws: `model_missing`, `model_digest_mismatch`, `configuration_invalid`.
    func spec(_ name: String, limits: WorkerLimits) throws(AuditError) -> WorkerSpec {
        if let plugin = plugins.first(where: { $0.name == name }) { return try spec(plugin, limits: limits) }
        try catalogue.check(usedBy: name, folder: models)
        return WorkerSpec(
            name: name, executable: worker, arguments: [name, "--models", models], limits: limits,
            pinned: catalogue.pinnedLibraries(of: name, folder: models), models: catalogue.digests(of: name))
    }

    private func spec(_ plugin: PluginSettings, limits: WorkerLimits) throws(AuditError) -> WorkerSpec {
        var limits = limits
        if let seconds = plugin.requestTimeoutSeconds { limits.requestSeconds = Double(seconds) }
        if let seconds = plugin.startTimeoutSeconds { limits.startSeconds = Double(seconds) }
        if let memory = plugin.memoryMiB { limits.memoryMiB = memory }
        let own = ProcessInfo.processInfo.environment
        let program = PluginSettings.File(path: plugin.path, sha256: plugin.sha256)
        var digests = [ModelDigest(file: "specification", sha256: plugin.specificationSHA256)]
        let files = [program] + plugin.files
        for file in files { digests.append(try Self.checked(file, of: plugin)) }
        guard FileManager.default.isExecutableFile(atPath: plugin.path) else {
            throw AuditError(
                .configurationInvalid, "plugin \(plugin.name): \(plugin.path) is not executable", at: plugin.location)
        }
        return WorkerSpec(
            name: plugin.name, executable: plugin.path, arguments: plugin.arguments,
            environment: own.filter { plugin.environment.contains($0.key) }, limits: limits, program: digests,
            pinned: files.map { PinnedFile(path: $0.path, sha256: $0.sha256) },
            sandbox: sandbox(plugin.permissions, reach: plugin.reach))
    }

    private static func checked(
        _ file: PluginSettings.File, of plugin: PluginSettings
    ) throws(AuditError) -> ModelDigest {
        // A pipe or a device would never end.
        let type = try? FileManager.default.attributesOfItem(
            atPath: URL(filePath: file.path).resolvingSymlinksInPath().path(percentEncoded: false))[.type]
        guard type as? FileAttributeType == .typeRegular, let data = try? Data(contentsOf: URL(filePath: file.path))
        else {
            throw AuditError(
                .configurationInvalid,
                "plugin \(plugin.name): \(file.path) cannot be read; expected a file of SHA-256 "
                    + file.sha256, at: plugin.location)
        }
        let found = SHA256Hex.digest(data)
        guard found == file.sha256 else {
            throw AuditError(
                .modelDigestMismatch,
                "plugin \(plugin.name): \(file.path) is not the file that was configured: expected SHA-256 "
                    + "\(file.sha256), found \(found)", at: plugin.location)
        }
        return ModelDigest(file: (file.path as NSString).lastPathComponent, sha256: found)
    }
}

extension PluginsFile {
    /// Reads the file of `--plugins`; none without that option.
    /// - Throws: `configuration_invalid`.
    static func read(_ path: String?) throws(AuditError) -> [PluginSettings] {
        guard let path else { return [] }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw AuditError(
                .configurationInvalid, "the plugins file cannot be read; name an existing file with --plugins",
                at: SourceLocation(file: path))
        }
        return try parse(Array(data), file: path)
    }
}
