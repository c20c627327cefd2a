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
        guard MailAddress(text) != nil else { throw value.expected("an e-mail address, like desk@example.org") }
        return text
    }

    private enum Key: String, CaseIterable {
        case organisation, from
        case replyTo = "reply_to"
        case reviewers
    }
}
