/// An e-mail address that is safe to stand in a header: the dot-atom form of RFC 5322 section 3.4.1 in ASCII with the
/// lengths of RFC 5321 section 4.5.3.1, nothing else. The one grammar for manifests, policies and messages.
public struct MailAddress: Equatable, Sendable {
    /// The whole address, as given.
    public let text: String

    /// The part after `@`.
    public let domain: String

    /// Checks an address; nil for quoted local parts, address literals, comments, and everything outside ASCII.
    public init?(_ text: String) {
        // Bytes, not characters: a combining mark must not hide the "@" or dot before it.
        guard text.utf8.allSatisfy({ (0x21..<0x7f).contains($0) }) else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else { return nil }
        guard Self.isDotted(parts[0], Self.isAtom), Self.isDotted(parts[1], Self.isLabel) else { return nil }
        let labels = parts[1].split(separator: ".")
        let areLabels = labels.allSatisfy { $0.utf8.count <= 63 && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
        guard labels.count >= 2, areLabels else { return nil }
        self.text = text
        domain = String(parts[1])
    }

    /// Whether two ways to write an address reach one mailbox: letters count in either case.
    public func isSame(as other: MailAddress?) -> Bool { text.lowercased() == other?.text.lowercased() }

    private static func isDotted(_ text: Substring, _ isAllowed: (UInt8) -> Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.utf8.allSatisfy(isAllowed)
        }
    }

    private static func isLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// RFC 5322 `atext`.
    private static func isAtom(_ byte: UInt8) -> Bool {
        isLabel(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }
}
