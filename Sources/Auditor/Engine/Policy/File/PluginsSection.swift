public import AuditCore

/// `plugins:` a mapping from a matcher's name to the program that it is.
enum PluginsSection {
    static func read(_ value: YAMLValue) throws(AuditError) -> [PluginSettings] {
        var plugins: [PluginSettings] = []
        for (key, name, value) in try value.pairs("a mapping from a plugin's name to its program") {
            guard MatchersSection.isName(name) else {
                throw key.error(
                    "expected a matcher's name of lower-case letters, digits, \"-\" and \"_\", found \"\(name)\"")
            }
            guard !PluginSettings.reservedNames.contains(name) else {
                throw key.error("expected a name of its own, found \"\(name)\", which is built in")
            }
            plugins.append(try plugin(name, value))
        }
        return plugins
    }

    private static func plugin(_ name: String, _ value: YAMLValue) throws(AuditError) -> PluginSettings {
        let mapping = try value.mapping(Key.self)
        let limits = try mapping[.limits]?.mapping(LimitKey.self)
        var plugin = PluginSettings(
            name: name,
            path: try absolute(mapping.require(.path, "the program's absolute path")),
            arguments: try texts(mapping[.arguments], "a list of arguments"),
            sha256: try digest(mapping.require(.sha256, "the SHA-256 of the program file")),
            files: try files(mapping[.files]),
            requestTimeoutSeconds: try limits?[.requestTimeoutSeconds]?.integer(1...3600, "whole seconds"),
            startTimeoutSeconds: try limits?[.startTimeoutSeconds]?.integer(1...3600, "whole seconds"),
            memoryMiB: try limits?[.memoryMiB]?.integer(64...1_048_576, "MiB"),
            environment: try variables(mapping[.environment]),
            location: value.location)
        plugin.permissions = try permissions(mapping[.permissions])
        for item in try mapping[.read]?.list("a list of absolute paths") ?? [] {
            plugin.read.append(try absolute(item))
        }
        return plugin
    }

    private static func permissions(_ value: YAMLValue?) throws(AuditError) -> [PluginSettings.Permission] {
        let what = "a list of " + PluginSettings.Permission.allCases.map(\.rawValue).joined(separator: ", ")
        var found: Set<PluginSettings.Permission> = []
        for item in try value?.list(what) ?? [] {
            guard let permission = PluginSettings.Permission(rawValue: try item.text(what)) else {
                throw item.expected(what)
            }
            found.insert(permission)
        }
        return PluginSettings.Permission.allCases.filter(found.contains)
    }

    private static func files(_ value: YAMLValue?) throws(AuditError) -> [PluginSettings.File] {
        var files: [PluginSettings.File] = []
        for item in try value?.list("a list of files with path and sha256") ?? [] {
            let mapping = try item.mapping(FileKey.self)
            files.append(
                PluginSettings.File(
                    path: try absolute(mapping.require(.path, "the file's absolute path")),
                    sha256: try digest(mapping.require(.sha256, "the SHA-256 of the file"))))
        }
        return files
    }

    private static func texts(_ value: YAMLValue?, _ what: String) throws(AuditError) -> [String] {
        var texts: [String] = []
        for item in try value?.list(what) ?? [] { texts.append(try item.text()) }
        return texts
    }

    /// The variable that marks workers is ours: a plugin that set it would hide its orphans.
    private static func variables(_ value: YAMLValue?) throws(AuditError) -> [String] {
        var names: [String] = []
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_".utf8)
        for item in try value?.list("a list of names of environment variables") ?? [] {
            let name = try item.text("a variable's name")
            guard name.utf8.allSatisfy(allowed.contains), name.first?.isNumber == false, name != "AUDITOR_WORKER"
            else { throw item.expected("the name of an environment variable, without a value") }
            names.append(name)
        }
        return names
    }

    private static func absolute(_ value: YAMLValue) throws(AuditError) -> String {
        let path = try value.text("an absolute path")
        guard path.hasPrefix("/") else { throw value.expected("an absolute path") }
        return path
    }

    private static func digest(_ value: YAMLValue) throws(AuditError) -> String {
        let text = try value.text("a SHA-256")
        guard text.utf8.count == 64, text.utf8.allSatisfy(Set("0123456789abcdef".utf8).contains) else {
            throw value.expected("a SHA-256 of 64 lower-case hexadecimal digits")
        }
        return text
    }

    private enum Key: String, CaseIterable {
        case path, arguments, sha256, files, limits, environment, permissions, read
    }

    private enum LimitKey: String, CaseIterable {
        case requestTimeoutSeconds = "request_timeout_seconds"
        case startTimeoutSeconds = "start_timeout_seconds"
        case memoryMiB = "memory_mib"
    }

    private enum FileKey: String, CaseIterable {
        case path, sha256
    }
}

/// Reads a file of plugins: one key, `plugins:`, in the form that it has in a policy.
public enum PluginsFile {
    /// Parses the file's bytes.
    /// - Throws: `configuration_invalid` with file, line and column.
    public static func parse(_ bytes: [UInt8], file: String) throws(AuditError) -> [PluginSettings] {
        let root = try YAMLDocument.root(of: bytes, file: file, code: .configurationInvalid).mapping(Key.self)
        return try PluginsSection.read(root.require(.plugins, "a mapping from a plugin's name to its program"))
    }

    private enum Key: String, CaseIterable {
        case plugins
    }
}
