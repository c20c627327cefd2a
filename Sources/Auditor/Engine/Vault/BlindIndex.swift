import Foundation
import Glibc

/// Finds the requests of a person without storing who it is: a keyed digest of the field's normal form. Equal values
/// have equal tags, which is what it leaks; without the vault's secret no tag can be computed, however few values there
/// are (reliability.md 6).
public struct BlindIndex: Sendable {
    /// The fields that a person can be found by.
    public enum Field: String, CaseIterable, Sendable {
        case subjectID = "subject_id"
        case nationalID = "national_id"
        case email
        case phone
        case ipAddress = "ip_address"
        case deviceID = "device_id"
        case documentNumber = "document_number"
        /// SHA-256 of a photo file, in hexadecimal.
        case photo = "photo_sha256"
    }

    /// Bytes of a tag: among 10 million values the chance that two share one is below 10^-24.
    static let tagLength = 16

    private let keyed: @Sendable (_ purpose: String, _ bytes: [UInt8]) -> [UInt8]

    /// The index of a vault: `BlindIndex(keyed: vault.keyed)`.
    init(keyed: @escaping @Sendable (_ purpose: String, _ bytes: [UInt8]) -> [UInt8]) { self.keyed = keyed }

    /// The value's tag, 16 bytes; nil when nothing is left of it in its normal form.
    func tag(_ value: String, in field: Field) -> [UInt8]? {
        guard let normal = Self.normalised(value, in: field) else { return nil }
        return Array(keyed("blind-index/1/\(field.rawValue)", Array(normal.utf8)).prefix(Self.tagLength))
    }

    /// The form in which two ways to write one value are equal: in Unicode's form C; of an e-mail address everything in
    /// lower case, of a number only the digits, of a national id only letters and digits, in upper case. A subject id is
    /// the customer's own key and only loses the space around it, as a device id does. A document number is a national id's like, an IP address has the
    /// operating system's form. Nil when nothing is left.
    static func normalised(_ value: String, in field: Field) -> String? {
        let composed = value.precomposedStringWithCanonicalMapping
        let normal: String
        switch field {
        case .photo:
            normal = composed
        case .subjectID:
            normal = composed.trimmingCharacters(in: .whitespacesAndNewlines)
        case .deviceID:
            normal = composed.trimmingCharacters(in: .whitespaces)
        case .ipAddress:
            normal = address(composed.trimmingCharacters(in: .whitespaces))
        case .nationalID, .documentNumber:
            normal =
                String(String.UnicodeScalarView(composed.unicodeScalars.filter(isLetterOrDigit)))
                .uppercased().precomposedStringWithCanonicalMapping
        case .email:
            normal = composed.trimmingCharacters(in: .whitespaces).lowercased().precomposedStringWithCanonicalMapping
        case .phone:
            normal = String(String.UnicodeScalarView(composed.unicodeScalars.filter { ("0"..."9").contains($0) }))
        }
        return normal.isEmpty ? nil : normal
    }

    /// The one way to write an IP address (RFC 5952); an IPv4 address that is mapped into IPv6 is itself. What is no address
    /// stays, in lower case.
    private static func address(_ text: String) -> String {
        var (four, six) = (in_addr(), in6_addr())
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        if inet_pton(AF_INET, text, &four) == 1 {
            inet_ntop(AF_INET, &four, &buffer, socklen_t(buffer.count))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let bytes = withUnsafeBytes(of: six) { Array($0) }
            if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
                return bytes.suffix(4).map(String.init).joined(separator: ".")
            }
            inet_ntop(AF_INET6, &six, &buffer, socklen_t(buffer.count))
        } else {
            return text.lowercased()
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Marks belong to the letter before them: without them, two ids would be one.
    private static func isLetterOrDigit(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }
}
