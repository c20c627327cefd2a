import AuditCore

extension JSONScanner {
    /// Reads one element of the manifest: an object whose values are strings, numbers, true, false or null. Numbers
    /// keep their spelling; null is absent. A value of another kind, or an element that is no object, is the row's
    /// problem and not the file's, as long as it is JSON.
    mutating func readRow(limits: ManifestLimits) throws(AuditError) -> RawRow {
        beginRow()
        var row = RawRow(line: cursor.line, capacity: 16)
        switch try skipSpace() {
        case UInt8(ascii: "{"): break
        case UInt8(ascii: "["):
            try skipContainer(depth: 1)
            row.problem = "the element is not an object"
            return row
        case UInt8(ascii: "\""):
            try readString()
            row.problem = "the element is not an object"
            return row
        default:
            try readBare()
            row.problem = "the element is not an object"
            return row
        }
        advance()
        guard try skipSpace() != UInt8(ascii: "}") else {
            advance()
            return row
        }
        repeat {
            let field = try readField()
            if row.fields.count < limits.fields {
                row.fields.append(field)
            } else {
                row.problem = "the object has more than \(limits.fields) fields"
            }
        } while try readSeparator(closing: UInt8(ascii: "}"))
        // The values are not those of a request that anyone meant; they need not be looked at.
        if row.problem != nil { row.fields.removeAll { $0.name != "request_id" } }
        return row
    }

    private mutating func readField() throws(AuditError) -> RawRow.Field {
        try readKey()
        let name = hasLoneSurrogate ? nil : text.text
        advance()
        var field: RawRow.Field
        switch try skipSpace() {
        case UInt8(ascii: "\""):
            try readString()
            field = text.field(named: name ?? "")
            if hasLoneSurrogate { field.problem = "the value has a UTF-16 surrogate without its other half" }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skipContainer(depth: 2)
            field = RawRow.Field(name: name ?? "", problem: "the value is an array or an object")
        case UInt8(ascii: "n"):
            try readBare()
            field = RawRow.Field(name: name ?? "")
        default:
            try readBare()
            field = text.field(named: name ?? "")
        }
        if name == nil { field.problem = "the field's name is not valid text" }
        return field
    }
}
