import AuditCore

/// What a field's value must look like. Each rule answers with what is wrong, and never with the value.
enum FieldRules {
    /// What is wrong with a non-empty value; nil when nothing is.
    static func problem(of value: String, in field: ManifestField, asOf: CivilDate) -> String? {
        switch field {
        case .requestID: text(value, limit: 128)
        case .subjectID, .username, .deviceID: text(value, limit: 256)
        case .fullName: text(value, limit: 256)
        case .nationalID, .documentNumber, .documentType, .group: text(value, limit: 64)
        case .dateOfBirth: birth(value, asOf: asOf)
        case .documentExpiry: date(value)
        case .submittedAt: Timestamp.isValid(value) ? nil : "must be an RFC 3339 time such as 2026-01-31T12:00:00Z"
        case .sex: ["M", "F", "X"].contains(value) ? nil : "must be M, F or X"
        case .nationality, .issuingState: state(value)
        case .email: ContactRules.email(value)
        case .phone: ContactRules.phone(value)
        case .ipAddress: ContactRules.ipAddress(value)
        case .locale: locale(value)
        case .label: value == "0" || value == "1" ? nil : "must be 0 or 1"
        case .kind, .selfie, .document, .documentBack, .token: nil
        }
    }

    /// Text on one line: no control characters, and nothing that changes the direction of what follows, with which a
    /// name can be made to look like another.
    static func text(_ value: String, limit: Int) -> String? {
        guard value.utf8.count <= limit || value.unicodeScalars.count <= limit else {
            return "must have at most \(limit) characters"
        }
        if isPrintableASCII(value) { return value.utf8.contains { $0 != 0x20 } ? nil : "must not be blank" }
        for scalar in value.unicodeScalars {
            if isControl(scalar) { return "must not contain control characters" }
            if isDirectional(scalar) { return "must not contain characters that override the text's direction" }
        }
        return value.unicodeScalars.allSatisfy { $0.properties.isWhitespace } ? "must not be blank" : nil
    }

    /// Text of the customer's own columns, which may have several lines.
    static func freeText(_ value: String, limit: Int) -> String? {
        guard value.utf8.count <= limit else { return "must have at most \(limit) bytes" }
        if isPrintableASCII(value) { return nil }
        let isClean = value.unicodeScalars.allSatisfy { scalar in
            !isControl(scalar) || scalar == "\n" || scalar == "\r" || scalar == "\t"
        }
        return isClean ? nil : "must not contain control characters"
    }

    private static func birth(_ value: String, asOf: CivilDate) -> String? {
        guard let day = CivilDate(value) else { return "must be a calendar date, YYYY-MM-DD" }
        if day > asOf { return "must not be in the future" }
        return day.year < 1900 ? "must not be before 1900" : nil
    }

    private static func date(_ value: String) -> String? {
        guard let day = CivilDate(value) else { return "must be a calendar date, YYYY-MM-DD" }
        return day.year < 1900 ? "must not be before 1900" : nil
    }

    /// ISO 3166-1 alpha-3 or another code of ICAO 9303 part 3 section 5, by shape: three capital letters, or `D` for
    /// Germany. Which codes exist is not checked: the list changes.
    private static func state(_ value: String) -> String? {
        let isCode = value == "D" || value.utf8.count == 3 && value.utf8.allSatisfy(isUpper)
        return isCode ? nil : "must be a code of three capital letters, or D"
    }

    /// BCP 47 by shape: subtags of 1 to 8 letters and digits, separated by hyphens; the first of 2 to 8 letters.
    private static func locale(_ value: String) -> String? {
        let problem = "must be a language tag such as pt-BR"
        let tags = value.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let language = tags.first, (2...8).contains(language.count), language.allSatisfy(isLetter),
            value.utf8.count <= 64
        else { return problem }
        let isTag = tags.dropFirst().allSatisfy {
            (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || isDigit($0) }
        }
        return isTag ? nil : problem
    }
}

private func isPrintableASCII(_ value: String) -> Bool { value.utf8.allSatisfy { $0 &- 0x20 < 0x5F } }
private func isUpper(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }
func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

/// C0, C1, and the separators that end a line.
private func isControl(_ scalar: UnicodeScalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
}

/// Embeddings, overrides and isolates of the bidirectional algorithm. The marks U+200E, U+200F and U+061C stay
/// allowed: they occur in ordinary Arabic and Hebrew text.
private func isDirectional(_ scalar: UnicodeScalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}
