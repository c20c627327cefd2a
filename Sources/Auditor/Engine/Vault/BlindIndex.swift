import Foundation

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
    /// the customer's own key and stays as it is. Nil when nothing is left.
    static func normalised(_ value: String, in field: Field) -> String? {
        let composed = value.precomposedStringWithCanonicalMapping
        let normal: String
        switch field {
        case .subjectID:
            normal = composed
        case .nationalID:
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
