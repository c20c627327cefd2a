import AuditCore
import Crypto

/// A message of two alternative texts. Every header comes from a typed field, so no text can add one.
struct MailMessage {
    let from: (name: String, address: MailAddress)
    let replyTo: MailAddress?
    let to: [(name: String, address: MailAddress)]
    let subject: String
    let date: Timestamp?
    /// What makes the message itself: the same for the same run and request, whenever it is rendered.
    let identity: String
    let text: String
    let html: String

    /// 32 hexadecimal digits that stand for the identity.
    var digest: String { String(Hexadecimal.text(SHA256.hash(data: Array(identity.utf8))).prefix(32)) }

    /// The message in the form that is sent, lines ending in CRLF.
    var bytes: String {
        // A body in quoted-printable never holds `=_` (RFC 2045, 6.7): the boundary cannot occur in it.
        let boundary = "=_\(digest)"
        var lines = ["From: \(HeaderText.mailbox(from.name, from.address, used: 6))"]
        if let replyTo { lines.append("Reply-To: \(replyTo.text)") }
        let recipients = to.map { HeaderText.mailbox($0.name, $0.address, used: 4) }
        lines += [
            "To: \(recipients.joined(separator: ",\r\n "))",
            "Subject: \(HeaderText.unstructured(subject, used: 9))",
        ]
        if let date { lines.append("Date: \(date.mailDate)") }
        lines += [
            "Message-ID: <\(digest)@\(from.address.domain)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
            "",
            "--\(boundary)",
        ]
        lines += part("text/plain", text) + ["--\(boundary)"] + part("text/html", html) + ["--\(boundary)--", ""]
        return lines.joined(separator: "\r\n")
    }

    private func part(_ type: String, _ body: String) -> [String] {
        // The encoded body ends in CRLF; the one before the boundary belongs to the boundary.
        [
            "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
            QuotedPrintable.encode(body),
        ]
    }
}
