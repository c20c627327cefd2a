public import AuditCore

/// Writes an audit log as files, for verifiers that know nothing of the database (docs/audit-log.md).
public enum LogExportRenderer {
    /// The public key, one line: `name+keyid+key`.
    public static let keyFile = "key"
    /// The leaves in their order, one a line; the tree's leaves are the lines without their ends.
    public static let leavesFile = "leaves.ndjson"
    /// A folder of signed checkpoints, each named by its size.
    public static let checkpointsFolder = "checkpoints"

    /// How every log of ours is called, by which `OutputFolder` knows an export: never change it.
    static let signature = "identity-auditor/log/"

    /// Writes the folder beside the target and swaps it in.
    /// - Parameters:
    ///   - leaves: calls its argument with every leaf, in order.
    ///   - path: A folder that does not exist, is empty, or holds an earlier export.
    /// - Throws: `output_not_writable`, `disk_full` or `io_error`; nothing remains of what was written.
    public static func write(
        key: String, checkpoints: [(size: Int, note: String)],
        leaves: (_ take: (_ leaf: [UInt8]) throws -> Void) throws -> Void, into path: String
    ) throws(AuditError) {
        let target = try OutputFolder(path, contents: .logExport)
        try target.checkReplaceable()
        let folder = try StagingFolder(for: target)
        do throws(AuditError) {
            try folder.write(key + "\n", to: keyFile)
            try folder.makeFolder(checkpointsFolder)
            for (size, note) in checkpoints {
                try folder.write(note, to: "\(checkpointsFolder)/\(size)", durable: false)
            }
            let file = try folder.file(leavesFile)
            try reading(what: "the log") { try leaves { leaf in try file.write(leaf + [UInt8(ascii: "\n")]) } }
            try file.close()
            try folder.commit()
        } catch {
            folder.discard()
            throw error
        }
    }
}
