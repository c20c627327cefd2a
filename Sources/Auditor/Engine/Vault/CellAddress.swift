/// Which cell of the store a ciphertext belongs to. It is authenticated with the value, so that a ciphertext that is
/// moved to another cell does not open there.
struct CellAddress: Hashable, Sendable {
    /// The table's name.
    var table: String
    /// The column's name, or what else tells the row's values apart.
    var column: String
    /// What tells rows apart: a number, or several joined with dots.
    var row: String
    /// The version of the stored values' layout, not of the tables.
    var schema: Int

    /// A cell of a row that has one number.
    init(table: String, column: String, row: Int64, schema: Int = 1) {
        self.init(table: table, column: column, rowText: String(row), schema: schema)
    }

    /// A cell of a row that has several numbers.
    init(table: String, column: String, row: [Int64], schema: Int = 1) {
        self.init(table: table, column: column, rowText: row.map(String.init).joined(separator: "."), schema: schema)
    }

    /// A cell of a row that has a text, such as a digest.
    init(table: String, column: String, rowText: String, schema: Int = 1) {
        self.table = table
        self.column = column
        self.row = rowText
        self.schema = schema
    }

    /// `table|column|row|keyid|schema` as UTF-8.
    func authenticatedData(keyID: Int64) -> [UInt8] {
        let texts = [table, column, row].map(Self.escaped) + [String(keyID), String(schema)]
        return Array(texts.joined(separator: "|").utf8)
    }

    /// A column may be the customer's own: `|` in its name must not make two cells look alike.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "%") }) else { return text }
        return text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25")
            .split(separator: "|", omittingEmptySubsequences: false).joined(separator: "%7C")
    }
}
