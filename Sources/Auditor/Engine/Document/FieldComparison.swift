import AuditCore

/// Holds what two sources say of one field against each other: names by the rules of ICAO and then by their similarity,
/// everything else exactly.
struct FieldComparison {
    private let settings: DocumentSettings

    /// A printed field that was read with less confidence is held against nothing.
    static let leastConfidence = 0.7

    init(_ settings: DocumentSettings) { self.settings = settings }

    /// What can be compared. The raw value is the manifest's field.
    enum Subject: String, CaseIterable {
        case fullName = "full_name"
        case dateOfBirth = "date_of_birth"
        case sex
        case nationality
        case documentType = "document_type"
        case documentNumber = "document_number"
        case expiry = "document_expiry"
        case issuingState = "issuing_state"

        /// The field of a document.
        var name: DocumentFields.Name {
            switch self {
            case .fullName: .fullName
            case .dateOfBirth: .dateOfBirth
            case .sex: .sex
            case .nationality: .nationality
            case .documentType: .documentType
            case .documentNumber: .documentNumber
            case .expiry: .expiry
            case .issuingState: .issuingState
            }
        }

        /// What a part of a document says; nil when it says nothing.
        func value(_ fields: DocumentFields) -> Value? {
            if self == .fullName {
                let name = DocumentName(fields)
                return name.map { Value(text: $0.text, name: $0, isSure: false, isLegible: $0.isLegible) }
            }
            guard let field = fields[name], !field.value.isEmpty else { return nil }
            return Value(
                text: field.value, isSure: field.isSure,
                isLegible: field.source != .text || field.confidence >= FieldComparison.leastConfidence)
        }

        /// What the manifest claims; nil when it claims nothing.
        func claim(_ claims: PersonalData) -> Value? {
            claims[rawValue].map { claim in
                Value(
                    text: claim, name: self == .fullName ? DocumentName(claim: claim) : nil, isSure: true,
                    isLegible: true)
            }
        }
    }

    /// What one source says.
    struct Value {
        var text: String
        /// Of a name its parts.
        var name: DocumentName?
        /// Whether it cannot have been misread.
        var isSure: Bool
        /// Whether it was read well enough to be held against anything.
        var isLegible: Bool
    }

    /// Compares.
    /// - Parameter sources: The names of the two sources.
    func compare(
        _ subject: Subject, _ first: Value, _ second: Value, sources: [String]
    ) -> DocumentEvidence.Comparison {
        guard first.isLegible, second.isLegible else { return .init(subject.rawValue, sources, .unknown(.unsure)) }
        let isSure = first.isSure && second.isSure
        switch subject {
        case .fullName:
            guard let a = first.name, let b = second.name else {
                return .init(subject.rawValue, sources, .unknown(.notRead))
            }
            let similarity = a.similarity(to: b)
            // No check digit covers a name.
            return .init(
                subject.rawValue, sources,
                .init(similarity >= settings.nameSimilarity ? .agrees : .differs, proven: false),
                similarity: similarity)
        case .dateOfBirth, .expiry:
            guard let agree = Self.haveSameDay(first.text, second.text) else {
                return .init(subject.rawValue, sources, .unknown(.partialDate))
            }
            return verdict(subject, sources, agree, isSure)
        case .documentNumber:
            let (a, b) = (Self.letters(first.text), Self.letters(second.text))
            return verdict(subject, sources, a == b, isSure)
        case .sex:
            // A document that does not say it contradicts nobody.
            guard first.text != "X" else { return .init(subject.rawValue, sources, .unknown(.unsure)) }
            return verdict(subject, sources, first.text == second.text, isSure)
        case .nationality, .issuingState:
            return verdict(subject, sources, Self.state(first.text) == Self.state(second.text), isSure)
        case .documentType:
            // A manifest may name kinds in words of its own.
            guard let a = DocumentType(rawValue: Self.word(first.text)),
                let b = DocumentType(rawValue: Self.word(second.text))
            else { return .init(subject.rawValue, sources, .unknown(.unsure)) }
            return verdict(subject, sources, a == b, false)
        }
    }

    private func verdict(
        _ subject: Subject, _ sources: [String], _ agree: Bool, _ isSure: Bool
    ) -> DocumentEvidence.Comparison {
        .init(subject.rawValue, sources, .init(agree ? .agrees : .differs, proven: isSure))
    }

    /// Whether two dates can be one day; nil when an unknown part leaves that open.
    private static func haveSameDay(_ a: String, _ b: String) -> Bool? {
        guard let first = BirthDays(a), let second = BirthDays(b) else { return nil }
        if first.latest < second.earliest || second.latest < first.earliest { return false }
        return first == second && first.earliest == first.latest ? true : nil
    }

    /// Germany has one letter in machine-readable zones and three elsewhere.
    private static func state(_ text: String) -> String { text == "D" ? "DEU" : text }

    private static func word(_ text: String) -> String {
        String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    }

    /// Letters and digits in upper case: print has spaces and hyphens where a machine-readable zone has none.
    private static func letters(_ text: String) -> String {
        text.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}
