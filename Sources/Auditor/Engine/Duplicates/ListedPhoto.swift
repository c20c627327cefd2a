public import AuditCore

/// The face of a photo for an entry of a list.
public enum ListedPhoto {
    /// The templates of the face that the policy's face choice names, one a matcher.
    /// - Throws: `input_unreadable`-like `usage` when no matcher finds a face or the photo cannot be read.
    public static func templates(
        of photo: [UInt8], policy: Policy, matchers: [any FaceMatcher]
    ) async throws(AuditError) -> [EnrolledTemplate] {
        let loader = try ImageLoader(root: "/", maxBytes: policy.limits.maxImageBytes)
        let image: ImageBytes
        switch loader.load(.inline(photo)) {
        case .success(let bytes): image = bytes
        case .failure(let failure):
            throw AuditError(.usage, "the photo cannot be used: \(failure.code.definition.reviewer)")
        }
        var templates: [EnrolledTemplate] = []
        for matcher in matchers where matcher.descriptor.metric.isOfTemplates {
            guard case .success(let found) = try await matcher.extract(image, choice: policy.faceChoice),
                let template = found.template
            else { continue }
            let descriptor = matcher.descriptor
            templates.append(
                EnrolledTemplate(matcher: descriptor.name, version: descriptor.templateVersion, template: template))
        }
        guard !templates.isEmpty else { throw AuditError(.usage, "no face was found on the photo") }
        return templates
    }
}
