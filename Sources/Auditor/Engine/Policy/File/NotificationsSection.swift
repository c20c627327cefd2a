import AuditCore

/// `notifications:` who sends mail and who gets the reviewers' digest. Without a sender no mail is written.
enum NotificationsSection {
    static func read(_ value: YAMLValue) throws(AuditError) -> MailSettings? {
        let mapping = try value.mapping(Key.self)
        let organisation = try mapping[.organisation]?.text("the organisation's name")
        let replyTo = try mapping[.replyTo].map(address)
        var reviewers: [String] = []
        for item in try mapping[.reviewers]?.list("a list of e-mail addresses") ?? [] {
            reviewers.append(try address(item))
        }
        guard let from = try mapping[.from].map(address) else { return nil }
        guard let organisation else {
            throw mapping.error("expected the key \"organisation\" with the name that applicants know, found none")
        }
        return MailSettings(organisation: organisation, from: from, replyTo: replyTo, reviewers: reviewers)
    }

    private static func address(_ value: YAMLValue) throws(AuditError) -> String {
        let text = try value.text("an e-mail address")
        guard isAddress(text) else { throw value.expected("an e-mail address, like desk@example.org") }
        return text
    }

    /// The dot-atom form of RFC 5321 in ASCII: what every mail system takes, and nothing that could break a header.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 64, text.utf8.count <= 254 else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.utf8.allSatisfy(atom.contains)
        } && labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(domain.contains)
                    && label.first != "-" && label.last != "-"
            }
    }

    private static let domain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-".utf8)
    private static let atom = domain.union("!#$%&'*+/=?^_`{|}~".utf8)

    private enum Key: String, CaseIterable {
        case organisation, from
        case replyTo = "reply_to"
        case reviewers
    }
}
