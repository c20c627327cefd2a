import AuditCore

/// Splits CSV into cells by RFC 4180, with line feeds alone accepted as row ends. Never looks at more than one byte
/// ahead, so that a cell may cross blocks.
struct CSVScanner {
    /// What came after a cell.
    enum Ending {
        case cell
        case row
        case file
    }

    private(set) var cursor: ByteCursor
    /// The bytes of the last cell.
    private(set) var cell: FieldBuffer
    /// What is wrong with the last cell although its bounds are clear.
    private(set) var problem: String?
    /// Whether the last cell was written in quotes.
    private(set) var isQuoted = false

    init(_ input: ManifestInput) throws(AuditError) {
        cursor = try ByteCursor(input.pass)
        cell = FieldBuffer(input.limits)
    }

    /// Starts a row.
    mutating func beginRow() { cell.beginRow() }

    /// Reads the next cell into `cell`.
    mutating func next() throws(AuditError) -> Ending {
        cell.beginField()
        problem = nil
        isQuoted = try cursor.peek() == quote
        return isQuoted ? try readQuoted() : try readPlain()
    }

    private mutating func readPlain() throws(AuditError) -> Ending {
        while true {
            try cursor.copyRun(into: &cell) { byte in
                byte != comma && byte != lineFeed && byte != carriageReturn && byte != quote
            }
            switch try cursor.peek() {
            case nil:
                return .file
            case comma:
                cursor.advance()
                return .cell
            case lineFeed:
                cursor.advanceLine()
                return .row
            case carriageReturn:
                cursor.advance()
                if try cursor.peek() == lineFeed {
                    cursor.advanceLine()
                    return .row
                }
                cell.append(carriageReturn)
                problem = "a carriage return without a line feed stands outside quotes"
            case let byte?:
                cursor.advance()
                cell.append(byte)
                problem = "a quote stands inside a cell that is not quoted"
            }
        }
    }

    private mutating func readQuoted() throws(AuditError) -> Ending {
        let opening = cursor.location
        cursor.advance()
        while true {
            try cursor.copyRun(into: &cell) { byte in byte != quote && byte != lineFeed }
            switch try cursor.peek() {
            case nil:
                throw cursor.invalid("the quote that opens here is never closed", at: opening)
            case lineFeed:
                cell.append(lineFeed)
                cursor.advanceLine()
            default:
                cursor.advance()
                guard try cursor.peek() == quote else { return try endQuoted() }
                cell.append(quote)
                cursor.advance()
            }
        }
    }

    private mutating func endQuoted() throws(AuditError) -> Ending {
        let place = cursor.location
        switch try cursor.peek() {
        case nil:
            return .file
        case comma:
            cursor.advance()
            return .cell
        case lineFeed:
            cursor.advanceLine()
            return .row
        case carriageReturn:
            cursor.advance()
            guard try cursor.peek() == lineFeed else { break }
            cursor.advanceLine()
            return .row
        default:
            break
        }
        throw cursor.invalid("text follows a closing quote; a quote inside a cell is written twice", at: place)
    }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
