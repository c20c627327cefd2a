public import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `models.json`: every model and sample photo with source, digest, licence and purpose. What is installed is held
/// against it before anything is decided.
public struct ModelCatalogue: Decodable, Sendable {
    /// One file of the models folder.
    public struct Entry: Decodable, Equatable, Sendable {
        /// Stable name.
        public var name: String
        /// Path below the models folder.
        public var file: String
        /// SHA-256 in lower-case hexadecimal.
        public var sha256: String
        /// SPDX identifier or words.
        public var licence: String
        /// One sentence.
        public var purpose: String
        /// The matchers that load it, or `canary`, `samples`, `document` (the reader of documents).
        public var usedBy: [String]

        enum CodingKeys: String, CodingKey {
            case name, file, sha256, licence, purpose
            case usedBy = "used_by"
        }
    }

    /// Names of the photos on which workers prove themselves.
    struct Canary: Decodable, Sendable {
        var mated: [String]
        var nonMated: [String]

        enum CodingKeys: String, CodingKey {
            case mated
            case nonMated = "non_mated"
        }
    }

    /// Every file, in the catalogue's order.
    public let models: [Entry]
    /// Libraries that come with a built-in matcher, which cannot be used without them: not every machine can have them.
    public let libraries: [Entry]
    let canary: Canary
    private var path = "models.json"

    enum CodingKeys: String, CodingKey {
        case models, libraries, canary
    }

    /// Decodes a catalogue; one without libraries has none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        models = try container.decode([Entry].self, forKey: .models)
        libraries = try container.decodeIfPresent([Entry].self, forKey: .libraries) ?? []
        canary = try container.decode(Canary.self, forKey: .canary)
    }

    /// The matchers that need no libraries of their own, sorted: they work wherever the models are installed.
    public var standardMatcherNames: [String] {
        matcherNames.filter { name in !libraries.contains { $0.usedBy.contains(name) } }
    }

    /// Whether a matcher's libraries are in the models folder; nothing is read.
    public func hasLibraries(of matcher: String, folder: String) -> Bool {
        pinnedLibraries(of: matcher, folder: folder).allSatisfy { FileManager.default.fileExists(atPath: $0.path) }
    }

    /// The libraries that a matcher's worker loads, with their paths.
    public func pinnedLibraries(of matcher: String, folder: String) -> [PinnedFile] {
        libraries.filter { $0.usedBy.contains(matcher) }.map {
            PinnedFile(path: folder + "/" + $0.file, sha256: $0.sha256)
        }
    }

    /// The built-in matchers that the catalogue has models for, sorted.
    public var matcherNames: [String] {
        Set(models.flatMap(\.usedBy)).subtracting(["canary", "samples", "document"]).sorted()
    }

    /// The models that a matcher loads.
    public func digests(of matcher: String) -> [ModelDigest] {
        models.filter { $0.usedBy.contains(matcher) }.map { ModelDigest(file: $0.file, sha256: $0.sha256) }
    }

    /// Reads a catalogue.
    /// - Throws: `AuditError` with code `configuration_invalid`.
    public static func load(path: String) throws(AuditError) -> ModelCatalogue {
        do {
            var catalogue = try JSONDecoder().decode(
                ModelCatalogue.self, from: try Data(contentsOf: URL(filePath: path)))
            catalogue.path = path
            return catalogue
        } catch {
            throw AuditError(
                .configurationInvalid, "the model catalogue cannot be read; restore it from the repository",
                at: SourceLocation(file: path))
        }
    }

    /// Looks at one file.
    public func status(of entry: Entry, folder: String) -> ModelStatus {
        guard let data = try? Data(contentsOf: URL(filePath: folder).appending(path: entry.file)) else {
            return .missing
        }
        let found = ContentDigest.sha256(data)
        return found == entry.sha256 ? .intact : .altered(found: found)
    }

    /// Checks every file that a matcher or purpose needs, its libraries first.
    /// - Throws: `AuditError` with code `model_missing` or `model_digest_mismatch`, naming file, expected and found.
    public func check(usedBy user: String, folder: String) throws(AuditError) {
        for entry in libraries + models where entry.usedBy.contains(user) { try check(entry, folder: folder) }
    }

    /// The photos on which workers prove themselves.
    /// - Throws: as `check`.
    public func canarySet(folder: String) throws(AuditError) -> CanarySet {
        guard canary.mated.count == 2, canary.nonMated.count == 2, canary.mated[0] == canary.nonMated[0] else {
            throw AuditError(
                .configurationInvalid, "`canary` must name a mated and a non-mated pair that share their first photo",
                at: SourceLocation(file: path))
        }
        return CanarySet(
            person: try photo(canary.mated[0], folder: folder), samePerson: try photo(canary.mated[1], folder: folder),
            otherPerson: try photo(canary.nonMated[1], folder: folder))
    }

    private func photo(_ name: String, folder: String) throws(AuditError) -> ImageBytes {
        guard let entry = models.first(where: { $0.name == name }) else {
            throw AuditError(
                .configurationInvalid, "`canary` names \(name), which is not listed", at: SourceLocation(file: path))
        }
        guard let data = try? Data(contentsOf: URL(filePath: folder).appending(path: entry.file)) else {
            throw missing(entry, folder: folder)
        }
        let digest = ContentDigest.sha256(data)
        guard digest == entry.sha256 else { throw altered(entry, folder: folder, found: digest) }
        return ImageBytes(bytes: Array(data), sha256: digest)
    }

    private func check(_ entry: Entry, folder: String) throws(AuditError) {
        switch status(of: entry, folder: folder) {
        case .intact: return
        case .missing: throw missing(entry, folder: folder)
        case .altered(let found): throw altered(entry, folder: folder, found: found)
        }
    }

    private func missing(_ entry: Entry, folder: String) -> AuditError {
        AuditError(
            .modelMissing, "\(entry.name) is not installed; run `make setup`",
            at: SourceLocation(file: folder + "/" + entry.file))
    }

    private func altered(_ entry: Entry, folder: String, found: String) -> AuditError {
        AuditError(
            .modelDigestMismatch,
            "the file is not \(entry.name): expected SHA-256 \(entry.sha256), found \(found); "
                + "remove it and run `make setup`",
            at: SourceLocation(file: folder + "/" + entry.file))
    }
}

/// How an installed file compares with the catalogue.
public enum ModelStatus: Equatable, Sendable {
    /// The digest is the catalogue's.
    case intact
    /// There is no such file.
    case missing
    /// The digest is another one.
    case altered(found: String)
}
