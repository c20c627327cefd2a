import AuditCore

/// A CSV file with a header of known columns, read row by row. Unlike a manifest's reader it accepts no faulty row:
/// what is measured with it must be what is written in it.
struct CSVTable {
    private var scanner: CSVScanner
    private var isAtEnd: Bool
    /// The position in `cells` of each column that the file has.
    private let positions: [String: Int]
    private let width: Int
    private let requiredCells: Set<Int>
    /// The cells of the current row.
    private(set) var cells: [String] = []
    /// Where the current row begins.
    private(set) var location: SourceLocation

    /// Reads the header.
    /// - Throws: `manifest_invalid` when a required column is missing or a column is unknown.
    init(_ pass: ManifestPass, required: [String], optional: [String]) throws(AuditError) {
        scanner = try CSVScanner(ManifestInput(pass: pass, xsd: ""))
        location = scanner.cursor.location
        var names: [String] = []
        var ending = CSVScanner.Ending.cell
        scanner.beginRow()
        while ending == .cell {
            ending = try scanner.next()
            names.append(scanner.cell.text ?? "")
        }
        isAtEnd = ending == .file
        width = names.count
        let place = location
        let known = required + optional
        guard names != [""] else { throw AuditError(.manifestInvalid, "the file is empty", at: place) }
        if let unknown = names.first(where: { !known.contains($0) }) {
            // Not the name itself: of a file without a header it is somebody's.
            throw AuditError(
                .manifestInvalid,
                "column \(1 + (names.firstIndex(of: unknown) ?? 0)) of the header is unknown"
                    + (NearestName.of(unknown, among: known).map { ", did you mean \"\($0)\"?" } ?? "")
                    + "; the columns are \(required.joined(separator: ",")) and, if you have them, \(optional.joined(separator: ",")); "
                    + "is --format right?", at: place)
        }
        if let missing = required.first(where: { !names.contains($0) }) {
            throw AuditError(
                .manifestInvalid, "the header has no column \(missing); is --format right?", at: place)
        }
        positions = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
        guard positions.count == width else {
            throw AuditError(.manifestInvalid, "the header names a column twice", at: place)
        }
        requiredCells = Set(required.compactMap { [positions] in positions[$0] })
        cells.reserveCapacity(width)
    }

    /// Where a column is; nil when the file has not got it.
    func position(_ column: String) -> Int? { positions[column] }

    /// Reads the next row into `cells`; false at the end. Blank lines are passed over.
    mutating func next() throws(AuditError) -> Bool {
        while !isAtEnd {
            location = SourceLocation(file: scanner.cursor.location.file, line: scanner.cursor.line)
            cells.removeAll(keepingCapacity: true)
            var ending = CSVScanner.Ending.cell
            scanner.beginRow()
            while ending == .cell {
                ending = try scanner.next()
                if let problem = scanner.problem { throw invalid(problem) }
                guard let text = scanner.cell.text else { throw invalid("a cell is not valid UTF-8") }
                cells.append(text)
            }
            isAtEnd = ending == .file
            if cells.count == 1, cells[0].isEmpty { continue }
            guard cells.count == width else {
                throw invalid("the row has \(cells.count) cells and the header \(width)")
            }
            return true
        }
        return false
    }

    /// An error about the current row.
    func invalid(_ message: String) -> AuditError { AuditError(.manifestInvalid, message, at: location) }

    /// The fold of the current row.
    func fold(_ position: Int) throws(AuditError) -> Int32 {
        guard let number = Int32(cells[position]), (0..<1000).contains(number) else {
            throw invalid("fold: expected a number from 0 to 999")
        }
        return number
    }

    /// The label of the current row: 1 or 0.
    func label(_ position: Int) throws(AuditError) -> Bool {
        switch cells[position] {
        case "1": true
        case "0": false
        default: throw invalid("label: expected 1 (same person) or 0 (different people)")
        }
    }
}
