import AuditCore
import Glibc

/// What an address must look like.
enum ContactRules {
    /// An addr-spec of RFC 5322 without comments, quoted local parts, address literals and non-ASCII characters: a
    /// dot-atom of at most 64 bytes, `@`, and a host name of two or more labels; 254 bytes in all (RFC 5321).
    static func email(_ value: String) -> String? {
        MailAddress(value) == nil ? "must be an e-mail address such as ana@example.org" : nil
    }

    /// E.164 once spaces, hyphens, dots and parentheses are left out: `+`, then 7 to 15 digits of which the first is
    /// not 0.
    static func phone(_ value: String) -> String? {
        let digits = value.utf8.filter { !" -.()".utf8.contains($0) }
        let isNumber =
            digits.first == UInt8(ascii: "+") && (8...16).contains(digits.count) && digits[1] != UInt8(ascii: "0")
            && digits.dropFirst().allSatisfy(isDigit)
        return isNumber && value.utf8.count <= 64 ? nil : "must be an international number such as +351 210 000 000"
    }

    /// IPv4 in dotted decimal or IPv6, without zone or prefix length.
    static func ipAddress(_ value: String) -> String? {
        var address = in6_addr()
        // A NUL would end the text for C.
        let isAddress =
            !value.utf8.contains(0)
            && (inet_pton(AF_INET, value, &address) == 1 || inet_pton(AF_INET6, value, &address) == 1)
        return isAddress ? nil : "must be an IPv4 or IPv6 address"
    }
}
