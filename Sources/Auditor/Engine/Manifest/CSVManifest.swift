import AuditCore

/// CSV by RFC 4180, UTF-8, with a header. Blank lines are passed over. What makes the bounds of cells doubtful ends the
/// reading; a row with too few or too many cells is a bad row.
enum CSVManifest: ManifestFormat {
    static let descriptor = ManifestFormatDescriptor(
        id: "csv", title: "CSV", fileExtensions: ["csv"], firstBytes: [],
        summary: "RFC 4180 in UTF-8, separated by commas, with a header that names the fields")

    static func makeReader(_ input: ManifestInput) throws(AuditError) -> any ManifestReader {
        try CSVReader(input)
    }
}

private struct CSVReader: ManifestReader {
    private var scanner: CSVScanner
    private let header: [String]
    private var isAtEnd: Bool

    init(_ input: ManifestInput) throws(AuditError) {
        scanner = try CSVScanner(input)
        (header, isAtEnd) = try Self.readHeader(&scanner, limit: input.limits.fields)
    }

    mutating func next() throws(AuditError) -> RawRow? {
        while !isAtEnd {
            var row = RawRow(line: scanner.cursor.line, capacity: header.count)
            var cells = 0
            var ending = CSVScanner.Ending.cell
            var isBlank = true
            scanner.beginRow()
            while ending == .cell {
                ending = try scanner.next()
                if !scanner.cell.isEmpty || scanner.isQuoted || ending == .cell { isBlank = false }
                if cells < header.count, !scanner.cell.isEmpty {
                    row.fields.append(field(named: header[cells]))
                }
                cells += 1
            }
            isAtEnd = ending == .file
            if isBlank { continue }
            if cells != header.count {
                row.problem = "the row has \(cells) cells and the header \(header.count)"
                // Cells may have moved: only the first is surely what its header says, and no other may be shown as
                // a request id.
                row.fields.removeAll { $0.name != "request_id" || header.first != "request_id" }
            }
            return row
        }
        return nil
    }

    private func field(named name: String) -> RawRow.Field {
        guard let problem = scanner.problem else { return scanner.cell.field(named: name) }
        return RawRow.Field(name: name, problem: problem)
    }

    /// Reads and checks the names of the columns.
    private static func readHeader(
        _ scanner: inout CSVScanner, limit: Int
    ) throws(AuditError) -> (names: [String], isAtEnd: Bool) {
        var names: [String] = []
        var known: Set<String> = []
        let start = scanner.cursor.location
        var ending = CSVScanner.Ending.cell
        scanner.beginRow()
        while ending == .cell {
            let place = scanner.cursor.location
            ending = try scanner.next()
            if let problem = scanner.problem { throw scanner.cursor.invalid(problem, at: place) }
            guard let name = scanner.cell.text else {
                throw scanner.cursor.invalid("the column's name is not valid UTF-8", at: place)
            }
            guard names.count < limit else {
                throw scanner.cursor.invalid("the header has more than \(limit) columns", at: place)
            }
            // A header that is missing as a whole is reported as such below.
            if name.isEmpty, !(names.isEmpty && ending != .cell) {
                throw scanner.cursor.invalid("column \(names.count + 1) has no name", at: place)
            }
            guard known.insert(name).inserted else {
                throw scanner.cursor.invalid("column \(names.count + 1) has the name of an earlier column", at: place)
            }
            names.append(name)
        }
        guard known.contains("request_id") else {
            let hint =
                names.contains { $0.contains(";") || $0.contains("\t") }
                ? "; the separator must be a comma" : ""
            throw scanner.cursor.invalid("the header has no column request_id\(hint)", at: start)
        }
        return (names, ending == .file)
    }
}
