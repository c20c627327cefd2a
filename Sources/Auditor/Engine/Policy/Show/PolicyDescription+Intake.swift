import AuditCore

extension PolicyDescription {
    /// What is asked of manifests and requests, for a terminal.
    func intakeLines(_ intake: IntakeSettings) -> [String] {
        var lines: [String] = []
        if let signature = intake.manifestSignature {
            lines.append(
                line("signature", signature.isRequired ? "of every manifest" : "of the manifest, if there is one"))
            lines += signature.keys.map { line("", "key \($0)") }
        } else {
            lines.append(line("signature", "not looked at"))
        }
        guard let token = intake.token else { return lines + [line("token", "dropped unread")] }
        lines.append(line("token", token.isRequired ? "of every request" : "of the request, if it has one"))
        lines.append(
            line(
                "",
                "signed by a key of \(token.keys) with \(token.algorithms.map(\.rawValue).joined(separator: " or "))"))
        lines.append(
            line("", "for the audience \(token.audience)" + (token.issuer.map { ", issued by \($0)" } ?? "")))
        lines.append(line("", "of the type \((token.types ?? ["JWT"]).joined(separator: " or "))"))
        for (field, claim) in token.subjectClaims.sorted(by: { $0.key < $1.key }) {
            lines.append(line("", "its claim \(claim) is the row's \(field)"))
        }
        if !token.methods.isEmpty { lines.append(line("", "its amr has \(token.methods.joined(separator: ", "))")) }
        let age = token.maxAgeSeconds.map { ", and issued at most \($0) s before it" } ?? ""
        lines.append(line("", "valid on the day of the run\(age)"))
        return lines
    }
}
