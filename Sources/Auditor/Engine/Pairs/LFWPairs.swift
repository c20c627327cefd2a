import AuditCore

/// Reads the layouts of LFW's `pairs.txt` (Huang et al., UMass TR 07-49): a first line with the number of folds and of
/// pairs of each class in a fold (`10 300`), or with the latter alone (`pairsDevTest.txt`); then `name n m` for a mated
/// and `name n other m` for a non-mated pair, separated by tabs or blanks. The image is `name/name_0001.jpg`.
enum LFWPairs {
    static func read(_ pass: ManifestPass) throws(AuditError) -> LabelledPairs {
        var lines = try LineReader(pass)
        guard let header = try lines.next() else { throw lines.invalid("the file is empty") }
        let numbers = fields(header).map { Int($0) }
        var foldSize: Int?
        switch numbers.count {
        case 2:
            guard let folds = numbers[0], let pairs = numbers[1], folds > 0, pairs > 0 else { fallthrough }
            foldSize = 2 * pairs
        case 1:
            guard numbers[0] != nil else { fallthrough }
        default:
            throw lines.invalid("expected the number of folds and of pairs, like \"10 300\", or of pairs alone")
        }
        var pairs = LabelledPairs()
        var images = Interner()
        var people = Interner()
        while let line = try lines.next() {
            let cells = fields(line)
            if cells.isEmpty { continue }
            guard cells.count == 3 || cells.count == 4, let first = Int(cells[1]),
                let second = Int(cells[cells.count - 1]), (1...9999).contains(first), (1...9999).contains(second)
            else { throw lines.invalid("expected \"name n m\" or \"name n other m\"") }
            let other = cells.count == 3 ? cells[0] : cells[2]
            guard cells.count == 3 || other != cells[0] else {
                throw lines.invalid("a pair of one person must be written \"name n m\"")
            }
            if let foldSize { pairs.folds.append(Int32(pairs.mated.count / foldSize)) }
            // Labels follow from the names, so that no pair can contradict another.
            _ = pairs.append(
                images.number(image(cells[0], first)), images.number(image(other, second)), mated: cells.count == 3)
            pairs.subjectA.append(people.number(String(cells[0])))
            pairs.subjectB.append(people.number(String(other)))
        }
        if let foldSize, let folds = numbers[0], pairs.mated.count != folds * foldSize {
            throw lines.invalid(
                "the first line promises \(folds * foldSize) pairs in \(folds) folds, found \(pairs.mated.count)")
        }
        pairs.images = images.names
        pairs.subjects = people.names.count
        return pairs
    }

    /// Names may hold blanks when tabs separate.
    private static func fields(_ line: String) -> [Substring] {
        line.contains("\t") ? line.split(separator: "\t") : line.split(separator: " ")
    }

    private static func image(_ name: Substring, _ number: Int) -> String {
        let digits = String(number)
        return "\(name)/\(name)_\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).jpg"
    }
}

/// Reads a text file line by line.
private struct LineReader {
    private var cursor: ByteCursor
    private var buffer = FieldBuffer(ManifestLimits())
    private var line = 1

    init(_ pass: ManifestPass) throws(AuditError) { cursor = try ByteCursor(pass) }

    /// The next line without its ending; nil at the end of the file.
    mutating func next() throws(AuditError) -> String? {
        guard try cursor.peek() != nil else { return nil }
        line = cursor.line
        buffer.beginRow()
        try cursor.copyRun(into: &buffer) { $0 != UInt8(ascii: "\n") }
        if try cursor.peek() != nil { cursor.advanceLine() }
        guard let text = buffer.text else { throw invalid("the line is not valid UTF-8 or too long") }
        // "\r\n" is one Character, but here the line feed is gone already.
        return text.hasSuffix("\r") ? String(text.dropLast()) : text
    }

    /// An error about the last line.
    func invalid(_ message: String) -> AuditError {
        AuditError(.manifestInvalid, message, at: SourceLocation(file: cursor.location.file, line: line))
    }
}
