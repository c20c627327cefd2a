public import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Verifies an exported log: nothing but its files. `samples/verify/verify_log.py` does the same in another language.
public struct ExportedLogVerifier {
    private let folder: String
    // As `LogExportRenderer` writes them.
    private static let keyFile = "key"
    private static let leaves = "leaves.ndjson"
    private static let checkpoints = "checkpoints"

    /// A verifier of a folder that `auditor log export` wrote.
    public init(folder: String) { self.folder = folder }

    /// Verifies key, checkpoints and leaves.
    /// - Parameter key: the log's public key from elsewhere; nil to believe the export's own.
    /// - Throws: `input_missing` for a file that is not there, `log_invalid` for one that is not in its form.
    public func verify(trusted: [String], key pinned: String?) throws(AuditError) -> LogVerification {
        let text = String(decoding: try read(Self.keyFile), as: UTF8.self)
        guard text.hasSuffix("\n") else { throw invalid("the key is not one line", Self.keyFile) }
        let key: NoteVerifier
        do throws(LogError) {
            key = try NoteVerifier(parsing: pinned.map { Array($0.utf8) } ?? Array(text.utf8.dropLast()))
        } catch {
            throw error.auditError(at: SourceLocation(file: "\(folder)/\(Self.keyFile)"))
        }
        var result = LogVerification(origin: key.name, key: key.description)
        if text.dropLast() != key.description {
            result.add(LogFinding(.checkpointInvalid, "the export names another public key than was given"))
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(Self.checkpoints)")) ?? []
        var notes: [String] = []
        for name in names.sorted() {
            notes.append(String(decoding: try read("\(Self.checkpoints)/\(name)"), as: UTF8.self))
        }
        var tree = TreeCheck(key: key, stored: notes, trusted: trusted, into: &result)
        let leaves = try read(Self.leaves)
        guard leaves.isEmpty || leaves.last == UInt8(ascii: "\n") else {
            throw invalid("the last leaf has no end of line", Self.leaves)
        }
        var index = 0
        for line in leaves.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        where !leaves.isEmpty {
            let bytes = Array(line)
            tree.add(bytes, into: &result)
            if (try? LogLeaf(parsing: bytes)) == nil {
                result.add(LogFinding(.leafInvalid, leaf: index, "leaf \(index) is not in its form"))
            }
            index += 1
        }
        tree.finish(into: &result)
        return result
    }

    private func read(_ name: String) throws(AuditError) -> Data {
        guard let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")) else {
            throw AuditError(
                .inputMissing, "the export lacks this file; `auditor log export` writes it",
                at: SourceLocation(file: "\(folder)/\(name)"))
        }
        return data
    }

    private func invalid(_ message: String, _ name: String) -> AuditError {
        AuditError(.logInvalid, message, at: SourceLocation(file: "\(folder)/\(name)"))
    }
}
