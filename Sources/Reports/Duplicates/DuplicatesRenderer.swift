public import AuditCore

/// Turns groups of duplicates into files: `duplicates.json` and a page for people.
public enum DuplicatesRenderer {
    /// The first bytes of `duplicates.json`, by which `OutputFolder` knows a folder of ours: never change them.
    static let signature = "{\n  \"schema\" : \"identity-auditor/duplicates\","

    /// The page within a run's report.
    static let page = "duplicates.html"

    /// What is written beside a run's own report.
    static let filesInReport: Set<String> = ["duplicates.json", page]

    /// Gives the aligned face that a matcher chose on a photo; nil when there is none.
    public typealias Crop = (_ imageSHA256: String, _ matcher: String) throws -> [UInt8]?

    /// Writes a folder of its own, with the page as `index.html`, beside the target and swaps it in. The same record gives
    /// the same bytes.
    /// - Parameter output: A folder that does not exist, is empty, or holds an earlier report of duplicates.
    /// - Throws: `output_not_writable`, `disk_full` or `io_error`; nothing remains of what was written.
    public static func render(
        _ record: DuplicatesRecord, templates: TemplateLibrary, into output: String, crop: @escaping Crop
    ) throws(AuditError) {
        let target = try OutputFolder(output, contents: .duplicates)
        try target.checkReplaceable()
        let folder = try StagingFolder(for: target)
        do throws(AuditError) {
            let faces = try FaceFiles(in: folder, crop: crop)
            try write(record, faces, templates: templates, to: folder, page: "index.html")
            try folder.commit()
        } catch {
            folder.discard()
            throw error
        }
    }

    /// Writes the same files into the run's own report, whose first page is `index.html`.
    static func write(
        _ record: DuplicatesRecord, archive: any RunArchive, templates: TemplateLibrary, to folder: StagingFolder
    ) throws(AuditError) {
        let faces = try FaceFiles(in: folder, isThere: true) { try archive.faceCrop(imageSHA256: $0, matcher: $1) }
        try write(record, faces, templates: templates, to: folder, page: page)
    }

    private static func write(
        _ record: DuplicatesRecord, _ faces: FaceFiles, templates: TemplateLibrary, to folder: StagingFolder,
        page: String
    ) throws(AuditError) {
        try folder.write(
            try EvaluationJSON.text(record, schema: record.schema, version: record.schemaVersion),
            to: "duplicates.json")
        let view = DuplicatesPage(
            record: record, templates: templates, faces: faces, isInReport: page == Self.page)
        try folder.write(try reading { try view.html() }, to: page)
    }
}
