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
        let own = Array(try read(Self.keyFile))
        guard own.last == UInt8(ascii: "\n") else { throw invalid("the key is not one line", Self.keyFile) }
        let key: NoteVerifier
        do throws(LogError) {
            key = try NoteVerifier(parsing: pinned.map { Array($0.utf8) } ?? own.dropLast())
        } catch {
            throw error.auditError(at: SourceLocation(file: "\(folder)/\(Self.keyFile)"))
        }
        var result = LogVerification(origin: key.name, key: key.description)
        if !own.dropLast().elementsEqual(key.description.utf8) {
            result.add(LogFinding(.checkpointInvalid, "the export names another public key than was given"))
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(Self.checkpoints)") else {
            throw missing(Self.checkpoints)
        }
        var notes: [String] = []
        for name in names.sorted() {
            let note = String(decoding: try read("\(Self.checkpoints)/\(name)"), as: UTF8.self)
            notes.append(note)
            if let size = try? LogCheckpoint.size(ofNote: note), String(size) != name {
                result.add(LogFinding(.checkpointInvalid, "the checkpoint of \(size) leaves has another name"))
            }
        }
        var tree = TreeCheck(
            key: key, isPinned: pinned != nil, stored: notes, trusted: trusted, into: &result)
        let leaves = try read(Self.leaves)
        guard leaves.isEmpty || leaves.last == UInt8(ascii: "\n") else {
            throw invalid("the last leaf has no end of line", Self.leaves)
        }
        for line in leaves.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        where !leaves.isEmpty {
            tree.add(Array(line), into: &result)
        }
        tree.finish(into: &result)
        return result
    }

    private func read(_ name: String) throws(AuditError) -> Data {
        guard let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")) else {
            throw missing(name)
        }
        return data
    }

    private func missing(_ name: String) -> AuditError {
        AuditError(
            .inputMissing, "the export lacks this; `auditor log export` writes it",
            at: SourceLocation(file: "\(folder)/\(name)"))
    }

    private func invalid(_ message: String, _ name: String) -> AuditError {
        AuditError(.logInvalid, message, at: SourceLocation(file: "\(folder)/\(name)"))
    }
}
