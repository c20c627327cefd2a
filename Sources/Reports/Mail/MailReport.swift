import AuditCore

/// `notifications/`: a Maildir with one message to each applicant who is told, and a digest to the reviewers. Nothing is
/// sent; whoever sends takes the files from `new/`. Without a sender in the policy nothing is written.
final class MailReport: ReportFormat {
    static let descriptor = ReportDescriptor(
        id: "mail", title: "ready-to-send messages in a Maildir", files: ["notifications/"])

    private let context: ReportContext
    private let sender: Sender?
    private var digest = ReviewersDigest()

    /// The policy's mail settings, checked once more: they stand in headers.
    private struct Sender {
        let organisation: String
        let from: MailAddress
        let replyTo: MailAddress?
        let reviewers: [MailAddress]

        init?(_ settings: MailSettings?) {
            guard let settings, let from = MailAddress(settings.from) else { return nil }
            organisation = settings.organisation
            self.from = from
            replyTo = settings.replyTo.flatMap(MailAddress.init)
            reviewers = settings.reviewers.compactMap(MailAddress.init)
        }
    }

    init(_ context: ReportContext) throws(AuditError) {
        self.context = context
        sender = Sender(context.run.mail)
        guard sender != nil else { return }
        for folder in ["notifications", "notifications/cur", "notifications/new", "notifications/tmp"] {
            try context.folder.makeFolder(folder)
        }
    }

    func add(_ decision: DecisionRecord) throws(AuditError) {
        if sender != nil { digest.add(decision) }
    }

    func finish(_ statistics: RunStatistics) throws(AuditError) {
        guard let sender else { return }
        try reading {
            try context.archive.forEachNotification { row in
                guard let decision = try context.archive.decision(row: row) else { return }
                let personal = try context.archive.personalData(row: row)
                guard let recipient = try Recipient(decision, personal, in: context.archive) else { return }
                try write(decision, personal, to: recipient, sender)
            }
        }
        try writeDigest(statistics, sender)
    }

    private func write(
        _ decision: DecisionRecord, _ personal: PersonalData, to recipient: Recipient, _ sender: Sender
    ) throws(AuditError) {
        let view = ApplicantView.make(
            decision, personal, name: recipient.name, organisation: sender.organisation)
        let texts = try MailTexts(decision.outcome.rawValue, view, context.templates)
        let message = message(
            texts, to: [(recipient.name ?? "", recipient.address)],
            identity: "\(runIdentity)\n\(decision.row)\n\(decision.requestID)", sender)
        // Named by row and digest, never by what a person wrote.
        let file = "\(CountText.padded(decision.row, width: 8)).\(message.digest.prefix(16)).eml"
        try context.folder.write(message.bytes, to: "notifications/new/\(file)", durable: false)
    }

    /// Tells runs apart that have one key: a run over mended photos says something else than the one before it.
    private var runIdentity: String { "\(context.run.key)\n\(context.run.id)\n\(context.run.started)" }

    private func writeDigest(_ statistics: RunStatistics, _ sender: Sender) throws(AuditError) {
        let waiting = statistics.count(.review) + statistics.count(.error)
        guard !sender.reviewers.isEmpty, waiting > 0 else { return }
        let texts = try MailTexts(
            "digest", digest.view(context.run, statistics, checkpoint: context.checkpoint), context.templates)
        let message = message(
            texts, to: sender.reviewers.map { ("", $0) }, identity: "\(runIdentity)\ndigest", sender)
        try context.folder.write(
            message.bytes, to: "notifications/new/digest.\(message.digest.prefix(16)).eml", durable: false)
    }

    private func message(
        _ texts: MailTexts, to: [(name: String, address: MailAddress)], identity: String, _ sender: Sender
    ) -> MailMessage {
        MailMessage(
            from: (sender.organisation, sender.from), replyTo: sender.replyTo, to: to, subject: texts.subject,
            date: Timestamp(context.run.finished ?? context.run.started), identity: identity, text: texts.text,
            html: texts.html)
    }
}
