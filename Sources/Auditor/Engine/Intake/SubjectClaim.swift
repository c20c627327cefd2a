import AuditCore
import Foundation

/// The one form in which a claim of a token and a field of a row are held against each other. Stricter than the search for
/// erasure, which would rather find too much: here two values that a mail server or a telephone exchange tells apart must
/// not be equal.
enum SubjectClaim {
    /// The form; nil when the value is not in the form of its kind.
    ///
    /// - `email`: in Unicode's form C and lower case, with an at sign and nothing invisible: no space, control or formatting
    ///   character.
    /// - `phone`: a plus sign and at most 15 digits that do not begin with 0 (ITU-T E.164); spaces, hyphens, dots and
    ///   parentheses of ASCII between them are passed over, as in OpenID Connect's own example. No extension.
    /// - `subject_id`: as it is.
    static func canonical(_ value: String, as field: IntakeSettings.SubjectField) -> String? {
        switch field {
        case .email: email(value)
        case .phone: phone(value)
        case .subjectID: value
        }
    }

    private static func email(_ value: String) -> String? {
        guard value.contains("@"), !value.unicodeScalars.contains(where: isInvisible) else { return nil }
        let lower = value.precomposedStringWithCanonicalMapping.lowercased().precomposedStringWithCanonicalMapping
        // The sign for kelvin becomes a k in form C, and it is another mailbox.
        guard ascii(lower) <= ascii(value) else { return nil }
        return lower
    }

    private static func ascii(_ text: String) -> Int { text.utf8.count { $0 < 0x80 } }

    private static func phone(_ value: String) -> String? {
        guard value.utf8.first == UInt8(ascii: "+") else { return nil }
        var digits: [UInt8] = []
        for byte in value.utf8.dropFirst() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"): break
            default: return nil
            }
        }
        guard (2...15).contains(digits.count), digits[0] != UInt8(ascii: "0") else { return nil }
        return "+" + String(decoding: digits, as: UTF8.self)
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned: true
        default: scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isWhitespace
        }
    }
}
