import AuditCore

/// A row as its format gives it: text without meaning. The same for every format, so that one validator serves all.
package struct RawRow: Sendable {
    /// A named value.
    package struct Field: Sendable {
        /// The column's name, the object's key, or the element's name.
        package var name: String
        /// The value; empty means absent.
        package var value: String
        /// Why the value could not be read, without the value.
        package var problem: String?

        init(name: String, value: String = "", problem: String? = nil) {
            self.name = name
            self.value = value
            self.problem = problem
        }
    }

    /// 1-based line on which the row begins.
    package var line: Int
    /// The fields in the manifest's order.
    package var fields: [Field] = []
    /// What is wrong with the row as a whole. Then the values may not belong to their names and only `request_id`, if
    /// it is among the fields at all, is trusted.
    package var problem: String?

    init(line: Int, capacity: Int = 0) {
        self.line = line
        fields.reserveCapacity(capacity)
    }
}
