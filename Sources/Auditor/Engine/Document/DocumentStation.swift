import AuditCore

/// How a run reads documents; a policy without the check has none.
struct DocumentStation: Sendable {
    /// The reader; nil when the run cannot use any.
    let reader: (any DocumentReader)?
    /// The languages of print.
    let languages: [String]

    /// The station of a run.
    /// - Parameter reader: The reader that the run can use.
    init?(_ policy: Policy, reader: (any DocumentReader)?) {
        guard policy.readsDocuments else { return nil }
        self.reader = reader
        languages = policy.document.languages
    }

    /// What makes two readings of one photo the same: the reader with its models, as of a matcher, and the languages. Also
    /// the name under which straightened images are kept with the faces; no matcher can have such a one.
    var key: String {
        guard let reader = reader?.descriptor else { return "document/none" }
        return "document/" + SHA256Hex.digest(parts: RequestKey.parts(reader) + ["languages"] + languages).prefix(16)
    }

    /// What is said of the reader to people.
    var name: String { reader.map { "\($0.descriptor.name) \($0.descriptor.version)" } ?? "" }

    /// Reads one side. A failure is noted on the sight.
    /// - Returns: whether there is something to go on with.
    /// - Throws: `matcher_unavailable` when no document can be read any more.
    func read(_ image: ImageBytes, _ sight: inout PhotoSight) async throws(AuditError) -> Bool {
        guard let reader else { return true }
        switch try await reader.read(image, languages: languages) {
        case .failure(let failure):
            sight.fail(failure.code, detail: "reader of documents: \(failure.detail)")
            return false
        case .success(let scan):
            sight.scan = scan
            if !scan.straightened.isEmpty {
                sight.crops.append(FaceCrop(imageSHA256: image.sha256, matcher: key, jpeg: scan.straightened))
            }
            return true
        }
    }
}

extension Policy {
    /// Whether documents are looked at: every check but that of the national id needs that.
    public var readsDocuments: Bool {
        checks[.document] != nil && DocumentCheck.allCases.contains { $0 != .nationalID && document.has($0) }
    }
}
