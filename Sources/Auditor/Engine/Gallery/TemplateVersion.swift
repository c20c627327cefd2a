package import AuditCore
import Crypto

extension MatcherDescriptor {
    /// What must be equal for two templates to be comparable: the SHA-256, in lower-case hexadecimal, of the matcher's
    /// name, template size, metric and the sorted digests of its models, a line each. Library versions and a plugin's
    /// program are not in it: a security update would outdate every enrolment.
    package var templateVersion: String {
        let lines = ["template-version-1", name, String(templateSize), metric.rawValue] + models.map(\.sha256).sorted()
        return Hexadecimal.text(SHA256.hash(data: Array(lines.joined(separator: "\n").utf8)))
    }
}
