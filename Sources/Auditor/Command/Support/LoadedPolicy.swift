import AuditCore
import AuditEngine
import Foundation
import MatcherKit

/// A policy as the command line selects it.
struct LoadedPolicy: Sendable {
    let selected: SelectedPolicy
    /// What of the selection or the policy people should know.
    let notices: [String]

    /// The policy with the matchers that were selected.
    var policy: Policy { selected.policy }

    /// Reads the policy file, or the default one, and applies `--matcher`.
    init(_ options: MatcherOptions, installation: Installation) throws(AuditError) {
        try self.init(
            path: options.policy, matchers: options.matchers, plugins: options.plugins, installation: installation)
    }

    init(
        path option: String?, matchers: [String], plugins: String?, installation: Installation
    ) throws(AuditError) {
        let path: String
        if let option { path = option } else { path = try installation.defaultPolicy() }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw AuditError(
                .policyInvalid, "the policy cannot be read; name an existing file with --policy",
                at: SourceLocation(file: path))
        }
        try self.init(
            bytes: Array(data), path: path, matchers: matchers, plugins: plugins, installation: installation)
    }

    /// Reads the policy of a recorded run; its calibrations are those that are installed now.
    init(
        of inputs: RunInputs, matchers: [String], plugins: String?, installation: Installation
    ) throws(AuditError) {
        try self.init(
            bytes: Array(inputs.policyText.utf8), path: inputs.policyPath,
            matchers: matchers.isEmpty ? inputs.selection : matchers, plugins: plugins, installation: installation)
    }

    private init(
        bytes: [UInt8], path: String, matchers: [String], plugins: String?, installation: Installation
    ) throws(AuditError) {
        var whole = try PolicyFile.parse(bytes, file: path, sha256: SHA256Hex.digest(bytes)) {
            name throws(AuditError) in
            guard let file = installation.calibration(name, besidePolicy: path) else { return nil }
            return try CalibrationFile.load(path: file)
        }
        for plugin in try PluginsFile.read(plugins) {
            guard !whole.plugins.contains(where: { $0.name == plugin.name }) else {
                throw AuditError(
                    .configurationInvalid, "the policy has a plugin \(plugin.name) too; name one of them otherwise",
                    at: plugin.location)
            }
            whole.plugins.append(plugin)
        }
        let catalogue = try installation.catalogue()
        var models = Dictionary(uniqueKeysWithValues: catalogue.matcherNames.map { ($0, catalogue.digests(of: $0)) })
        for plugin in whole.plugins { models[plugin.name] = plugin.files.map(\.digest) }
        let builtIn = models.filter { catalogue.matcherNames.contains($0.key) }
        let restricted = try whole.restricted(
            to: matchers, available: catalogue.matcherNames + whole.plugins.map(\.name), models: models)
        try restricted.policy.check(models: builtIn)
        notices = restricted.notices
        selected = SelectedPolicy(
            policy: restricted.policy, text: String(decoding: bytes, as: UTF8.self), path: path, selection: matchers)
    }
}
