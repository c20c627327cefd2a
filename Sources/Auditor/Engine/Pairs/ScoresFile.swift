public import AuditCore

/// Scores of any system: `matcher,score,label[,image_a,image_b][,group][,subject_a,subject_b][,fold]`, an empty score being
/// a failure to acquire. The file is read as often as needed and never held, so its size does not matter.
public struct ScoresFile: Sendable {
    /// The matchers' names, in order of their first row.
    public let matchers: [String]
    /// Number of rows of each matcher.
    public let rows: [Int]
    /// The groups' names.
    public let groupNames: [String]
    /// Number of subjects; nil when the file does not tell them apart.
    public let subjects: Int?
    /// Whether rows name their images.
    public let hasImages: Bool
    /// Whether rows have folds.
    public let hasFolds: Bool
    /// SHA-256 of the file.
    public let sha256: String
    private let file: ManifestFile
    private let digest: ManifestDigest
    private let matcherNumbers: Interner
    private let groupNumbers: Interner
    private let subjectNumbers: Interner

    /// One row.
    public struct Row {
        /// Index into `matchers`.
        public var matcher: Int
        /// The score; NaN without one.
        public var score: Double
        /// Whether both images show the same person.
        public var mated: Bool
        /// The images' paths; empty when the file has none.
        public var imageA: String
        /// See `imageA`.
        public var imageB: String
        /// The subjects' numbers; -1 when the file has none.
        public var subjectA: Int32
        /// See `subjectA`.
        public var subjectB: Int32
        /// Index into `groupNames`; -1 without a group.
        public var group: Int32
        /// The fold, from 0; -1 when the file has none.
        public var fold: Int32
    }

    /// Reads the file for the first time: syntax, names, counts, digest.
    /// - Throws: `input_missing`; `manifest_invalid` with line; `interrupted`.
    public init(path: String, stop: StopRequest = StopRequest()) throws(AuditError) {
        let file = try ManifestFile(path: path, noun: "scores file")
        let pass = ManifestPass(first: file)
        var reader = try Reader(pass)
        var names = Names()
        var rows: [Int] = []
        while try reader.next(&names) {
            if rows.count < names.matchers.names.count { rows.append(0) }
            rows[reader.row.matcher] += 1
            if rows[reader.row.matcher].isMultiple(of: 1 << 14), stop.isMade {
                throw AuditError(.interrupted, "stopped while the scores were read; nothing was written")
            }
        }
        digest = try pass.finish()
        guard !rows.isEmpty else {
            throw AuditError(.manifestInvalid, "the file has a header and no scores", at: SourceLocation(file: path))
        }
        self.file = file
        self.rows = rows
        matchers = names.matchers.names
        groupNames = names.groups.names
        subjects = reader.hasSubjects ? names.subjects.names.count : nil
        hasImages = reader.hasImages
        hasFolds = reader.hasFolds
        sha256 = digest.sha256
        matcherNumbers = names.matchers
        groupNumbers = names.groups
        subjectNumbers = names.subjects
    }

    /// Calls the body with every row in order.
    /// - Throws: `manifest_changed` when the file is no longer what it was.
    public func forEachRow(_ body: (Row) throws -> Void) throws {
        var reader = try Reader(try ManifestPass(second: file, expecting: digest))
        var names = Names(matchers: matcherNumbers, groups: groupNumbers, subjects: subjectNumbers)
        while try reader.next(&names) { try body(reader.row) }
    }

    private struct Names {
        var matchers = Interner()
        var groups = Interner()
        var subjects = Interner()
    }

    private struct Reader {
        private var table: CSVTable
        private let columns: (matcher: Int, score: Int, label: Int)
        private let images: (a: Int, b: Int)?
        private let people: (a: Int, b: Int)?
        private let group: Int?
        private let fold: Int?
        var row = Row(
            matcher: 0, score: .nan, mated: false, imageA: "", imageB: "", subjectA: -1, subjectB: -1, group: -1,
            fold: -1)

        var hasImages: Bool { images != nil }
        var hasSubjects: Bool { people != nil }
        var hasFolds: Bool { fold != nil }

        init(_ pass: ManifestPass) throws(AuditError) {
            table = try CSVTable(
                pass, required: ["matcher", "score", "label"],
                optional: ["image_a", "image_b", "group", "subject_a", "subject_b", "fold"])
            guard let matcher = table.position("matcher"), let score = table.position("score"),
                let label = table.position("label")
            else { throw table.invalid("the header is incomplete") }
            columns = (matcher, score, label)
            images = try Self.both(table, "image_a", "image_b")
            people = try Self.both(table, "subject_a", "subject_b")
            group = table.position("group")
            fold = table.position("fold")
        }

        private static func both(_ table: CSVTable, _ a: String, _ b: String) throws(AuditError) -> (a: Int, b: Int)? {
            switch (table.position(a), table.position(b)) {
            case (let first?, let second?): (first, second)
            case (nil, nil): nil
            default: throw table.invalid("\(a) and \(b) belong together, found only one")
            }
        }

        mutating func next(_ names: inout Names) throws(AuditError) -> Bool {
            guard try table.next() else { return false }
            let name = table.cells[columns.matcher]
            guard !name.isEmpty else { throw table.invalid("the matcher is missing") }
            row.matcher = Int(names.matchers.number(name))
            row.mated = try table.label(columns.label)
            let text = table.cells[columns.score]
            if text.isEmpty {
                row.score = .nan
            } else {
                guard let score = Double(text), abs(score) < 1e150 else {
                    throw table.invalid(
                        "score: expected a finite number below 1e150, or nothing for a failure to acquire")
                }
                row.score = score
            }
            if let images {
                row.imageA = table.cells[images.a]
                row.imageB = table.cells[images.b]
                guard row.mated || row.imageA != row.imageB || row.imageA.isEmpty else {
                    throw table.invalid("label: an image is said to be of another person than itself")
                }
            }
            if let people {
                row.subjectA = names.subjects.number(table.cells[people.a])
                row.subjectB = names.subjects.number(table.cells[people.b])
                guard (row.subjectA == row.subjectB) == row.mated else {
                    throw table.invalid("label \(row.mated ? 1 : 0) contradicts subject_a and subject_b")
                }
            }
            if let fold { row.fold = try table.fold(fold) }
            if let group {
                row.group = table.cells[group].isEmpty ? -1 : names.groups.number(table.cells[group])
            }
            return true
        }
    }
}
