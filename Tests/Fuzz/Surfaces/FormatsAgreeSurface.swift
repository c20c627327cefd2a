import AuditCore
import AuditEngine

/// What a CSV manifest says is the same when it is written down in each format and read again: no reader may see another
/// value, another name or another row than the others.
enum FormatsAgreeSurface {
    static let surface = FuzzSurface("formats-agree", check: check)

    private typealias Cell = (name: String, value: String)

    private static func check(_ bytes: [UInt8]) throws {
        let source = try ScratchFile(bytes, suffix: ".csv")
        guard let rows = try? rawRows(source.path, "csv") else { return }
        let sound = rows.filter { $0.problem == nil && $0.fields.allSatisfy { $0.problem == nil } }
            .map { $0.fields.map { (name: $0.name, value: $0.value) }.sorted { precedes($0.name, $1.name) } }
        var expected: [ManifestRow.Content]?
        for format in ManifestFormats.builtIn {
            let id = format.descriptor.id
            // XML cannot carry every character, not even as a reference.
            if id == "xml", !sound.joined().allSatisfy({ isXML($0.name) && isXML($0.value) }) { continue }
            let file = try ScratchFile(write(sound, id), suffix: "." + id)
            let found = try rawRows(file.path, id)
            try require(found.count == sound.count, "\(id) has \(found.count) rows of \(sound.count)")
            for (row, cells) in zip(found, sound) {
                try require(
                    row.problem == nil && row.fields.count == cells.count
                        && zip(row.fields, cells).allSatisfy { isSame($0.name, $1.name) && isSame($0.value, $1.value) },
                    "\(id) reads a row otherwise")
            }
            let contents = try ManifestSurfaces.read(file.path, ManifestOptions(asOf: "2026-01-01")).map(\.content)
            if let expected { try require(contents == expected, "\(id) makes other requests") }
            expected = contents
        }
    }

    private static func rawRows(_ path: String, _ id: String) throws -> [RawRow] {
        guard let format = ManifestFormats.builtIn.first(where: { $0.descriptor.id == id }) else { return [] }
        let pass = ManifestPass(first: try ManifestFile(path: path))
        var reader = try format.makeReader(ManifestInput(pass: pass, xsd: ManifestSurfaces.xsd))
        var rows: [RawRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    /// One order for all formats: a CSV file's is that of its columns.
    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    private static func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

    /// Production Char of XML 1.0; the rest of the planes is allowed by it too.
    private static func isXML(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: true
            case ..<0x20, 0xFFFE, 0xFFFF: false
            default: true
            }
        }
    }

    private static func write(_ rows: [[Cell]], _ id: String) -> [UInt8] {
        switch id {
        case "csv": csv(rows)
        case "json": Array(("[" + rows.map(object).joined(separator: ",\n") + "]").utf8)
        case "ndjson": Array(rows.map { object($0) + "\n" }.joined().utf8)
        default: Array(("<requests>" + rows.map(element).joined(separator: "\n") + "</requests>").utf8)
        }
    }

    private static func csv(_ rows: [[Cell]]) -> [UInt8] {
        var columns: Set = [Array("request_id".utf8)]
        for cell in rows.joined() { columns.insert(Array(cell.name.utf8)) }
        let sorted = columns.sorted { $0.lexicographicallyPrecedes($1) }
        var text: [UInt8] = []
        func append(_ cells: [[UInt8]]) {
            for (place, cell) in cells.enumerated() {
                if place > 0 { text.append(UInt8(ascii: ",")) }
                text.append(UInt8(ascii: "\""))
                for byte in cell { text += byte == UInt8(ascii: "\"") ? [byte, byte] : [byte] }
                text.append(UInt8(ascii: "\""))
            }
            text += Array("\r\n".utf8)
        }
        append(sorted)
        for row in rows {
            append(
                sorted.map { name in row.first { name.elementsEqual($0.name.utf8) }.map { Array($0.value.utf8) } ?? []
                })
        }
        return text
    }

    private static func object(_ row: [Cell]) -> String {
        func text(_ value: String) -> String {
            var result = "\""
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": result += "\\\""
                case "\\": result += "\\\\"
                case _ where scalar.value < 0x20:
                    result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                default: result.unicodeScalars.append(scalar)
                }
            }
            return result + "\""
        }
        return "{" + row.map { text($0.name) + ":" + text($0.value) }.joined(separator: ",") + "}"
    }

    private static func element(_ row: [Cell]) -> String {
        func text(_ value: String) -> String {
            var result = ""
            for scalar in value.unicodeScalars {
                switch scalar {
                case "<", ">", "&", "\"", "\t", "\n", "\r": result += "&#\(scalar.value);"
                default: result.unicodeScalars.append(scalar)
                }
            }
            return result
        }
        return "<request>" + row.map { "<field name=\"\(text($0.name))\">\(text($0.value))</field>" }.joined()
            + "</request>"
    }
}
