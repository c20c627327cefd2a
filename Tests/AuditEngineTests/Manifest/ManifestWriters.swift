import AuditEngine
import AuditTesting

typealias Fields = [(name: String, value: String)]

/// Writers of the four formats for tests; each escapes in its own way and leaves values as they are.
enum ManifestWriters {
    static func csv(_ rows: [Fields]) -> [UInt8] {
        let columns = rows.first?.map(\.name) ?? ["request_id"]
        var text = columns.joined(separator: ",") + "\r\n"
        for row in rows {
            text += row.map { "\"" + doubled($0.value) + "\"" }.joined(separator: ",") + "\r\n"
        }
        return Array(text.utf8)
    }

    private static func doubled(_ value: String) -> String { scalars(value) { $0 == "\"" ? "\"\"" : nil } }

    static func json(_ rows: [Fields]) -> [UInt8] {
        Array(("[\n" + rows.map(object).joined(separator: ",\n") + "\n]\n").utf8)
    }

    static func ndjson(_ rows: [Fields]) -> [UInt8] {
        Array(rows.map { object($0) + "\n" }.joined().utf8)
    }

    static func xml(_ rows: [Fields]) -> [UInt8] {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<requests>\n"
        for row in rows {
            text += "<request>"
            for field in row {
                let isKnown = field.name != "remark"
                text += isKnown ? "<\(field.name)>" : "<field name=\"\(field.name)\">"
                text += scalars(field.value) { scalar in
                    switch scalar {
                    case "<": "&lt;"
                    case ">": "&gt;"
                    case "&": "&amp;"
                    case "\r": "&#13;"
                    default: nil
                    }
                }
                text += isKnown ? "</\(field.name)>" : "</field>"
            }
            text += "</request>\n"
        }
        return Array((text + "</requests>\n").utf8)
    }

    private static func object(_ row: Fields) -> String {
        "{" + row.map { "\"\($0.name)\": \"" + escaped($0.value) + "\"" }.joined(separator: ", ") + "}"
    }

    private static func escaped(_ value: String) -> String {
        scalars(value) { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case _ where scalar.value < 0x20: "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            // As a pair of surrogates, so that both spellings are tried.
            case "😀": "\\uD83D\\ude00"
            default: nil
            }
        }
    }

    /// By scalar: `\r\n` is one Character.
    private static func scalars(_ value: String, _ escape: (UnicodeScalar) -> String?) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            if let escaped = escape(scalar) { text += escaped } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}

/// The root of the repository, from this file's own place.
let repositoryRoot = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(
    separator: "/")
let manifestSchema = repositoryRoot + "/samples/manifests/manifest.xsd"
