import AuditCore

/// Renders the two texts and the subject of a message from its templates. The first line of a `.txt` template is
/// `Subject: …`, so that a translator finds all words of a message in one place.
struct MailTexts {
    let subject: String
    let text: String
    let html: String

    init(_ name: String, _ view: View, _ templates: TemplateLibrary) throws(AuditError) {
        let files = TemplateLibrary.mailFiles(name)
        let rendered = templates.render(files[0], view)
        let marker = "Subject: "
        let end = rendered.firstIndex(where: \.isNewline) ?? rendered.endIndex
        guard rendered.hasPrefix(marker) else {
            throw AuditError(
                .configurationInvalid, "the first line of the template is not \"Subject: …\"",
                at: SourceLocation(file: files[0], line: 1))
        }
        subject = String(rendered[..<end].dropFirst(marker.count))
        text = String(rendered[end...].drop(while: \.isNewline))
        html = templates.render(files[1], view)
    }
}
