import AuditCore
import Foundation

/// Who a request says that it is from. Held in memory only, and never printed.
struct PersonKeys: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// What can say who somebody is, the surest first.
    enum Kind: Int, CaseIterable, Sendable {
        case subject, nationalID, document, nameAndBirth, name, username, email

        /// Whether it says who somebody is, and not only how to reach them.
        var isIdentity: Bool { rawValue <= Kind.name.rawValue }
    }

    /// Of one request one value of a kind; of an enrolled subject every one that enrolled it.
    private var keys: [Kind: Set<String>] = [:]

    /// Reads the claims.
    init(subjectID: String?, _ personal: PersonalData) {
        func set(_ kind: Kind, _ value: String?) { keys[kind] = value.map { [$0] } }
        func value(_ name: String, _ field: BlindIndex.Field) -> String? {
            personal[name].flatMap { BlindIndex.normalised($0, in: field) }
        }
        set(.subject, subjectID.flatMap { $0.isEmpty ? nil : BlindIndex.normalised($0, in: .subjectID) })
        set(.nationalID, value("national_id", .nationalID))
        set(
            .document,
            value("document_number", .documentNumber).map { "\($0)\u{0}\(personal["issuing_state"] ?? "")" })
        set(.username, personal["username"].map(Self.normalisedAccount).flatMap { $0.isEmpty ? nil : $0 })
        set(.email, value("email", .email))
        guard let name = personal["full_name"].map(Self.normalisedName), !name.isEmpty else { return }
        set(.name, name)
        set(.nameAndBirth, personal["date_of_birth"].map { "\(name)\u{0}\($0)" })
    }

    /// Whether anything is known.
    var isKnown: Bool { !keys.isEmpty }

    /// Whether anything says who somebody is, and not only how to reach them.
    var saysWho: Bool { keys.keys.contains(where: \.isIdentity) }

    /// Whether two say that they are the same person, by the surest kind of key that both have. Nobody knows of two
    /// without a common kind: they do not say so.
    /// - Parameter ignoring: A kind that is not asked, because it is what is in question.
    func isSame(as other: PersonKeys, ignoring: Kind? = nil) -> Bool {
        for kind in Kind.allCases where kind != ignoring {
            if let mine = keys[kind], let theirs = other.keys[kind] { return !mine.isDisjoint(with: theirs) }
        }
        return false
    }

    /// The claims with what the record of the claimed subject says beside them. A claim that the record contradicts
    /// stays what it is: whoever only names somebody does not become them.
    func joined(with record: PersonKeys) -> PersonKeys {
        var joined = self
        joined.keys.merge(record.keys) { mine, theirs in mine.isDisjoint(with: theirs) ? mine : mine.union(theirs) }
        return joined
    }

    /// What two records of one subject say together.
    mutating func formUnion(_ other: PersonKeys) { keys.merge(other.keys) { $0.union($1) } }

    /// Takes the kinds that are not known from another record.
    func filled(from other: PersonKeys) -> PersonKeys {
        var filled = self
        filled.keys.merge(other.keys) { mine, _ in mine }
        return filled
    }

    /// Whether two have a common kind of key by which they can be told apart, or are one.
    func isComparable(with other: PersonKeys, ignoring: Kind? = nil) -> Bool {
        Kind.allCases.contains { $0 != ignoring && keys[$0] != nil && other.keys[$0] != nil }
    }

    /// Every key, by which requests of one person are found.
    var all: [(kind: Kind, value: String)] {
        Kind.allCases.flatMap { kind in keys[kind, default: []].sorted().map { (kind, $0) } }
    }

    private static func normalisedAccount(_ name: String) -> String {
        name.folding(options: [.caseInsensitive, .widthInsensitive], locale: nil)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

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
        case .email: .email
        case .phone, .ipAddress, .deviceID, .photo: nil
        }
    }

    /// The request's value; nil without one.
    func value(subjectID: String?, _ personal: PersonalData) -> String? {
        self == .subjectID ? subjectID : personal[rawValue]
    }
}
