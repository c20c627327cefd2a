package import AuditCore

/// Reads the value of an image field: a path, or a photo in a `data:` URI (RFC 2397) with base64. Nothing is opened
/// here, and whether a path stays below the images root is decided where it is opened.
package struct ImageField {
    /// The most bytes that an inline photo may have.
    var maximumInlineBytes: Int

    /// Creates a reader of image fields.
    package init(maximumInlineBytes: Int) { self.maximumInlineBytes = maximumInlineBytes }

    /// The reference, or what is wrong with the value.
    package func reference(_ value: String, field: ManifestField) -> Result<ImageReference, RowProblem> {
        func failure(_ code: ReasonCode, _ detail: String) -> Result<ImageReference, RowProblem> {
            .failure(RowProblem(code, field: field.name, detail: detail))
        }
        guard hasPrefix("data:", value) else {
            if hasScheme(value) { return failure(.invalidField, "must be a relative path or a data: URI") }
            // Free text for the control characters alone: paths may be written in any script and direction.
            if let problem = FieldRules.text(value, limit: 4096) { return failure(.invalidField, problem) }
            return .success(.path(value))
        }
        var value = value
        return value.withUTF8 { bytes in
            // A header is short; a photo without a comma is not searched to its end.
            guard let comma = bytes.prefix(256).firstIndex(of: UInt8(ascii: ",")) else {
                return failure(.invalidField, "the data: URI has no comma")
            }
            let header = String(decoding: bytes[5..<comma], as: UTF8.self).lowercased().split(separator: ";")
            guard let type = header.first, type.hasPrefix("image/") else {
                return failure(.invalidField, "the data: URI must have an image media type")
            }
            guard header.last == "base64" else {
                return failure(.invalidField, "the data: URI must be in base64")
            }
            do throws(Base64.Failure) {
                let rest = UnsafeBufferPointer(rebasing: bytes[(comma + 1)...])
                let image = try Base64.decode(rest, limit: maximumInlineBytes)
                if image.isEmpty { return failure(.imageEmpty, "the data: URI has no bytes") }
                return .success(.inline(image))
            } catch {
                switch error {
                case .invalid: return failure(.invalidField, "the data: URI is not valid base64")
                case .overLimit:
                    return failure(.imageOverLimit, "the photo exceeds the limit of \(maximumInlineBytes) bytes")
                }
            }
        }
    }

    /// Whether a value begins with `prefix`, which is in lower case, in any case.
    private func hasPrefix(_ prefix: String, _ value: String) -> Bool {
        value.utf8.count >= prefix.utf8.count && zip(value.utf8, prefix.utf8).allSatisfy { lower($0) == $1 }
    }

    private func lower(_ byte: UInt8) -> UInt8 { isLetter(byte) ? byte | 0x20 : byte }

    /// Whether a value begins like `s3://`.
    private func hasScheme(_ value: String) -> Bool {
        let scheme = value.utf8.prefix { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
        return !scheme.isEmpty && value.utf8[scheme.endIndex...].starts(with: "://".utf8)
    }
}

extension RowProblem: Error {}
