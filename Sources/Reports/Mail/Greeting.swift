import AuditCore

/// The name by which a message greets. An applicant chooses it and the organisation sends it: a name that could carry a
/// link or an offer is not used, and the message greets neutrally.
enum Greeting {
    /// The name, if it looks like nothing but a name.
    static func name(_ text: String?) -> String? {
        let name = HeaderText.clean(text ?? "")
        guard !name.isEmpty, name.count <= 80, name.unicodeScalars.allSatisfy(isNamePart) else { return nil }
        // A mail program would turn `example.org` into a link.
        let isDotted = name.split(separator: ".").dropFirst().contains { $0.first?.isLetter == true }
        return isDotted ? nil : name
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "-", "'", "’", ".", ",", "·", "\u{200C}", "\u{200D}": return true
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .nonspacingMark, .spacingMark: true
        default: false
        }
    }
}
