public import AuditCore
import FoundationEssentials
import Glibc

/// Where a report goes: a folder that does not exist yet, is empty, or holds an earlier report of ours of the same kind.
/// Anything else is somebody's data and is not touched.
public struct OutputFolder: Sendable {
    /// What the folder holds, and how an earlier one is known.
    public struct Contents: Sendable {
        /// For messages: `no report of Identity Auditor`.
        let noun: String
        /// The file that says that the folder is ours, and its first bytes.
        let marker: String
        let signature: String
        /// The names at the top of the folder that we write; anything else is somebody's.
        let names: Set<String>

        /// The report of a run.
        public static let report = Contents(
            noun: "report", marker: "report.json", signature: JSONReport.signature,
            names: Set(
                BuiltInReports.all.flatMap { $0.descriptor.files }
                    .map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
            ).union(DiffRenderer.filesInReport).union(DriftRenderer.filesInReport)
                .union(DuplicatesRenderer.filesInReport).union([DocumentsPage.page]))

        /// What `auditor evaluate` writes.
        public static let evaluation = Contents(
            noun: "evaluation", marker: "evaluation.json", signature: EvaluationJSON.signature,
            names: ["evaluation.json", "calibration.json", "scores.csv", "index.html", "curves", "faces"])

        /// What `auditor evaluate --identification` writes.
        public static let identification = Contents(
            noun: "evaluation of identification", marker: "identification.json",
            signature: IdentificationRenderer.signature,
            names: ["identification.json", "identification.csv", "index.html"])

        /// What `auditor evaluate-documents` writes.
        public static let documentEvaluation = Contents(
            noun: "evaluation of documents", marker: "document-evaluation.json",
            signature: DocumentEvaluationRenderer.signature, names: ["document-evaluation.json", "documents.csv"])

        /// What `auditor diff` writes.
        public static let diff = Contents(
            noun: "difference of runs", marker: "diff.json", signature: DiffJSON.signature,
            names: ["diff.json", "diff.csv", "findings.csv", "index.html"])

        /// What `auditor log export` writes.
        public static let logExport = Contents(
            noun: "export of a log", marker: LogExportRenderer.keyFile, signature: LogExportRenderer.signature,
            names: [LogExportRenderer.keyFile, LogExportRenderer.leavesFile, LogExportRenderer.checkpointsFolder])

        /// What `auditor duplicates` writes.
        public static let duplicates = Contents(
            noun: "report of duplicates", marker: "duplicates.json", signature: DuplicatesRenderer.signature,
            names: ["duplicates.json", "index.html", "faces"])

        /// What `auditor drift` writes.
        public static let drift = Contents(
            noun: "drift report", marker: "drift.json", signature: DriftRenderer.signature,
            names: ["drift.json", "index.html"])
    }

    /// What may be replaced.
    let contents: Contents
    /// The folder's path, links resolved.
    let path: String
    /// The folder that it is in.
    let parent: String
    /// Its name there.
    let name: String

    /// Finds the folder; nothing is created.
    init(_ given: String, contents: Contents = .report) throws(AuditError) {
        self.contents = contents
        var trimmed = given
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        guard !trimmed.isEmpty, trimmed != "/", !trimmed.utf8.contains(0) else {
            throw AuditError(.outputNotWritable, "the output folder needs a name", at: SourceLocation(file: given))
        }
        let absolute = FileSystem.resolved(trimmed) ?? Self.absolute(trimmed)
        let slash = absolute.lastIndex(of: "/") ?? absolute.startIndex
        let above = String(absolute[..<slash])
        path = absolute
        parent = above.isEmpty ? "/" : above
        name = String(absolute[absolute.index(after: slash)...])
        guard !name.isEmpty, name != ".", name != ".." else {
            throw AuditError(.outputNotWritable, "the output folder needs a name", at: SourceLocation(file: given))
        }
    }

    /// Fails, with exit status 73, if a report cannot be put there: a foreign folder, a file, a parent that cannot be
    /// written to. A run calls this before it decides anything; it leaves nothing behind.
    /// - Parameters:
    ///   - contents: What the command writes; a folder that holds another kind is refused.
    ///   - inputs: What the command reads or keeps. None of it may lie in the folder, which is replaced whole.
    public static func check(
        _ path: String, for contents: Contents = .report, inputs: [String] = []
    ) throws(AuditError) {
        let folder = try OutputFolder(path, contents: contents)
        for input in inputs where folder.holds(input) {
            throw AuditError(
                .outputNotWritable,
                "the output folder is replaced whole, and \(input) lies in it; choose a folder of its own",
                at: SourceLocation(file: path))
        }
        try folder.checkReplaceable()
        var ancestor = folder.parent
        while FileSystem.isFolder(ancestor) == nil, ancestor != "/" {
            ancestor = ancestor.lastIndex(of: "/").map { String(ancestor[..<$0]) } ?? "/"
            if ancestor.isEmpty { ancestor = "/" }
        }
        // Permission bits do not tell everything (read-only file systems, quotas): make a folder and remove it.
        // One name for all processes, so that what a killed one leaves is in nobody's way and goes with the next probe.
        let probe = "\(ancestor)/.\(folder.name).probe"
        rmdir(probe)
        guard mkdir(probe, 0o700) == 0 || errno == EEXIST else {
            throw FileSystem.failure("create the output folder", folder.path)
        }
        rmdir(probe)
    }

    /// Fails if the folder exists and holds anything but a report of ours.
    func checkReplaceable() throws(AuditError) {
        guard let isFolder = FileSystem.isFolder(path) else { return }
        guard isFolder else {
            throw AuditError(.outputNotWritable, "the output folder is a file", at: SourceLocation(file: path))
        }
        guard let names = FileSystem.names(in: path) else {
            throw FileSystem.failure("read the output folder", path, EACCES)
        }
        guard names.isEmpty || holdsOurs() else {
            throw AuditError(
                .outputNotWritable,
                "the folder is not empty and holds no \(contents.noun) of Identity Auditor; choose another one",
                at: SourceLocation(file: path))
        }
        guard let foreign = names.first(where: { !contents.names.contains($0) }) else { return }
        throw AuditError(
            .outputNotWritable,
            "the folder holds \(foreign) beside the \(contents.noun); move it, or choose another folder",
            at: SourceLocation(file: path))
    }

    /// Whether a path is the folder or lies in it, links resolved; it need not exist yet.
    private func holds(_ other: String) -> Bool {
        var (existing, rest) = (Self.absolute(other), "")
        while existing.count > 1, FileSystem.resolved(existing) == nil, let slash = existing.lastIndex(of: "/") {
            rest = existing[slash...] + rest
            existing = slash == existing.startIndex ? "/" : String(existing[..<slash])
        }
        let whole = (FileSystem.resolved(existing) ?? existing) + rest
        return whole == path || whole.hasPrefix(path + "/")
    }

    /// Creates the folders above.
    func makeParents() throws(AuditError) {
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw FileSystem.failure("create the folder", parent, errno == 0 ? EACCES : errno)
        }
    }

    /// Whether the marker is there and says in its first bytes that it is ours.
    private func holdsOurs() -> Bool {
        let descriptor = open("\(path)/\(contents.marker)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: contents.signature.utf8.count)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return count == bytes.count && bytes == Array(contents.signature.utf8)
    }

    /// The path from the root without `.` and `..`, of which some part does not exist yet.
    private static func absolute(_ path: String) -> String {
        let full = path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
        var parts: [Substring] = []
        for part in full.split(separator: "/") where part != "." {
            if part == ".." {
                _ = parts.popLast()
            } else {
                parts.append(part)
            }
        }
        // The deepest folder that exists may be a link.
        for count in stride(from: parts.count, through: 1, by: -1) {
            let head = "/" + parts[..<count].joined(separator: "/")
            guard let resolved = FileSystem.resolved(head) else { continue }
            return ([resolved] + parts[count...].map(String.init)).joined(separator: "/")
        }
        return "/" + parts.joined(separator: "/")
    }
}
