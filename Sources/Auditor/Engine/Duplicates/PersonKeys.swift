import AuditCore
import Foundation

/// Who a request says that it is from. Held in memory only, and never printed.
struct PersonKeys: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// What can say who somebody is, the surest first.
    enum Kind: Int, CaseIterable, Sendable {
        case subject, nationalID, document, nameAndBirth, name
    }

    private var keys: [Kind: String] = [:]

    /// Reads the claims.
    init(subjectID: String?, _ personal: PersonalData) {
        func value(_ name: String, _ field: BlindIndex.Field) -> String? {
            personal[name].flatMap { BlindIndex.normalised($0, in: field) }
        }
        keys[.subject] = subjectID.flatMap { $0.isEmpty ? nil : BlindIndex.normalised($0, in: .subjectID) }
        keys[.nationalID] = value("national_id", .nationalID)
        if let number = value("document_number", .documentNumber) {
            keys[.document] = "\(number)\u{0}\(personal["issuing_state"] ?? "")"
        }
        guard let name = personal["full_name"].map(Self.normalisedName), !name.isEmpty else { return }
        keys[.name] = name
        if let birth = personal["date_of_birth"] { keys[.nameAndBirth] = "\(name)\u{0}\(birth)" }
    }

    /// Whether anything is known.
    var isKnown: Bool { !keys.isEmpty }

    /// Whether two say that they are the same person, by the surest kind of key that both have. Nobody knows of two
    /// without a common kind: they do not say so.
    /// - Parameter ignoring: A kind that is not asked, because it is what is in question.
    func isSame(as other: PersonKeys, ignoring: Kind? = nil) -> Bool {
        for kind in Kind.allCases where kind != ignoring {
            if let mine = keys[kind], let theirs = other.keys[kind] { return mine == theirs }
        }
        return false
    }

    /// Whether two have a common kind of key by which they can be told apart, or are one.
    func isComparable(with other: PersonKeys, ignoring: Kind? = nil) -> Bool {
        Kind.allCases.contains { $0 != ignoring && keys[$0] != nil && other.keys[$0] != nil }
    }

    /// Every key, by which requests of one person are found.
    var all: [(kind: Kind, value: String)] { Kind.allCases.compactMap { kind in keys[kind].map { (kind, $0) } } }

    /// Without marks, in one case, words in one order: two ways to write one name are equal.
    private static func normalisedName(_ name: String) -> String {
        let folded = name.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        return folded.split { !$0.isLetter && !$0.isNumber }.sorted().joined(separator: " ")
    }

    /// How many keys there are; never which.
    var description: String { "<\(keys.count) keys of a person>" }
    /// Hides the keys from `dump` and from test failure output.
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension BlindIndex.Field {
    /// The key of a person that the field is itself.
    var personKey: PersonKeys.Kind? {
        switch self {
        case .nationalID: .nationalID
        case .documentNumber: .document
        case .subjectID: .subject
        case .email, .phone, .ipAddress, .deviceID, .photo: nil
        }
    }

    /// The request's value; nil without one.
    func value(subjectID: String?, _ personal: PersonalData) -> String? {
        self == .subjectID ? subjectID : personal[rawValue]
    }
}
