public import AuditCore

/// How a file of labelled comparisons is written (DESIGN.md 4.1, `--format`).
public enum PairsFormat: String, Sendable, CaseIterable {
    /// `image_a,image_b,label[,group][,subject_a,subject_b]`.
    case csv
    /// The layouts of LFW's `pairs.txt`.
    case lfw
    /// `image,subject[,group]`: every comparison of the set.
    case subjects
    /// `matcher,score,label,...`: scores of any system.
    case scores
}

/// A pairs file that was read.
public enum PairsFile {
    /// A file with its digest.
    public struct Read<Content: Sendable>: Sendable {
        /// What is in it.
        public var content: Content
        /// SHA-256 of its bytes.
        public var sha256: String
    }

    /// Reads `csv` or `lfw`.
    /// - Throws: `input_missing`; `manifest_invalid` with line and column. A wrong label makes every figure wrong, so
    ///   nothing is skipped.
    public static func pairs(path: String, format: PairsFormat) throws(AuditError) -> Read<LabelledPairs> {
        let pass = ManifestPass(first: try ManifestFile(path: path, noun: "pairs file"))
        let content = format == .lfw ? try LFWPairs.read(pass) : try PairsCSV.read(pass)
        return Read(content: content, sha256: try pass.finish().sha256)
    }

    /// Reads `subjects`.
    /// - Throws: As `pairs`.
    public static func subjects(path: String) throws(AuditError) -> Read<SubjectImages> {
        let pass = ManifestPass(first: try ManifestFile(path: path, noun: "pairs file"))
        return Read(content: try SubjectsCSV.read(pass), sha256: try pass.finish().sha256)
    }
}
