import AuditCore

extension DocumentOutput {
    /// The same for a person.
    var plain: String {
        var lines: [String] = []
        if let mrz {
            let digits = mrz.valid ? "every check digit holds" : wrong(mrz)
            lines.append("machine-readable zone: \(mrz.format.rawValue), \(digits)")
            lines += mrz.lines.map { "  \($0)" }
            if !mrz.repairs.isEmpty {
                let count = mrz.repairs.count
                lines.append("  \(count) \(count == 1 ? "character was" : "characters were") repaired; as read:")
                lines += mrz.rawLines.map { "  \($0)" }
            }
        } else {
            lines.append("machine-readable zone: none was read")
        }
        for barcode in barcodes {
            let size = barcode.text.utf8.count
            lines.append("barcode \(barcode.format): \(size) \(size == 1 ? "byte" : "bytes")")
        }
        lines.append(fields.isEmpty ? "fields: none" : "fields")
        for field in fields {
            let confidence = "confidence \(NumberText.fixed(field.confidence, digits: 2))"
            let trust = field.proven ? "proven by check digits" : confidence
            lines.append("  " + padded(field.name, 16) + field.value + "  (\(field.source), \(trust))")
        }
        lines.append("portraits: \(faces.count)")
        for face in faces {
            guard let similarity = face.similarityToFirst else { continue }
            lines.append(
                "  another on the \(face.side), similarity \(NumberText.fixed(similarity, digits: 4)) to the largest")
        }
        lines.append("checks on \(asOf)")
        for check in checks {
            lines.append(
                "  " + padded(check.id, 24) + check.state.rawValue + (check.cause.map { " (\($0))" } ?? ""))
        }
        for reason in reasons {
            let about = [reason.field, reason.detail].compactMap(\.self)
            lines.append(
                "\(reason.code.rawValue): \(reason.text)" + (about.isEmpty ? "" : " (\(about.joined(separator: ", ")))")
            )
        }
        if !problems.isEmpty { lines.append("problems: " + problems.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }

    private func wrong(_ mrz: Zone) -> String {
        "wrong check digits: " + mrz.checkDigits.filter { !$0.value }.keys.sorted().joined(separator: ", ")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
