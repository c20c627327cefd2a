public import AuditCore

extension MatcherDescriptor {
    /// Names what templates of this matcher can be compared with: SHA-256 over name, template size, metric and the sorted
    /// digests of the models, in lower-case hexadecimal. Templates of different versions never meet.
    public var templateVersion: String {
        SHA256Hex.digest(
            parts: ["identity-auditor/template-version/1", name, String(templateSize), metric.rawValue]
                + models.map(\.sha256).sorted())
    }
}
