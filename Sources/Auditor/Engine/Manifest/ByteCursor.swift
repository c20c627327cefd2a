import AuditCore

/// A place in a manifest's bytes that knows its line and column. The parsers of CSV and JSON read through it.
struct ByteCursor {
    private let pass: ManifestPass
    private var block: [UInt8]
    private var position = 0
    private var end = 0
    /// The file's offset of the block's first byte.
    private var blockStart = 0
    /// The file's offset of the current line's first byte.
    private var lineStart = 0
    /// 1-based line.
    private(set) var line = 1

    /// Starts before the first byte; a byte order mark is passed over.
    init(_ pass: ManifestPass) throws(AuditError) {
        self.pass = pass
        block = [UInt8](repeating: 0, count: ManifestPass.blockSize)
        if try peek() == 0xEF, end >= 3, block[1] == 0xBB, block[2] == 0xBF {
            position = 3
            lineStart = 3
        }
    }

    /// 1-based column in bytes.
    var column: Int { blockStart + position - lineStart + 1 }

    /// Where the cursor stands.
    var location: SourceLocation { SourceLocation(file: pass.file.path, line: line, column: column) }

    /// The error of a manifest that cannot be read as its format.
    func invalid(_ message: String, at location: SourceLocation? = nil) -> AuditError {
        AuditError(.manifestInvalid, message, at: location ?? self.location)
    }

    /// The byte under the cursor; nil at the end.
    @inline(__always)
    mutating func peek() throws(AuditError) -> UInt8? {
        if position == end, try !refill() { return nil }
        return block[position]
    }

    /// Passes over the byte under the cursor, which is no line feed.
    @inline(__always)
    mutating func advance() { position += 1 }

    /// Passes over a line feed.
    @inline(__always)
    mutating func advanceLine() {
        position += 1
        line += 1
        lineStart = blockStart + position
    }

    /// Passes over bytes as long as `belongs` holds, which must not hold for a line feed, and appends them to `field`.
    @inline(__always)
    mutating func copyRun(into field: inout FieldBuffer, while belongs: (UInt8) -> Bool) throws(AuditError) {
        repeat {
            let start = position
            let end = self.end
            position = block.withUnsafeBufferPointer { bytes in
                var index = start
                while index < end, belongs(bytes[index]) { index += 1 }
                field.append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
                return index
            }
            if position < end { return }
        } while try refill()
    }

    private mutating func refill() throws(AuditError) -> Bool {
        blockStart += end
        position = 0
        end = try pass.next(into: &block)
        return end > 0
    }
}
