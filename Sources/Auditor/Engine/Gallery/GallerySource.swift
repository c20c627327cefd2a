public import AuditCore

/// Where a gallery's subjects and templates come from: the store; tests have one in memory.
public protocol GallerySource: Sendable {
    /// Calls the body with every template of active subjects, of a matcher and version, by ascending number.
    func eachTemplate(of matcher: String, version: String, _ body: (StoredTemplate) throws -> Void) throws
    /// Calls the body with every subject that was not erased, by ascending number.
    func eachSubject(_ body: (StoredSubject) throws -> Void) throws
    /// The subject of a customer's key; nil when there is none or it was erased.
    func subject(tagged subjectID: String) throws(AuditError) -> StoredSubject?
    /// The subject of a number; nil when there is none or it was erased.
    func subject(number: Int64) throws(AuditError) -> StoredSubject?
    /// How much there is to be searched.
    func galleryCounts(of matcher: String, version: String) throws(AuditError) -> GalleryCounts
    /// The number that the next new subject gets; later ones follow it.
    func nextSubjectNumber() throws(AuditError) -> Int64
    /// The number that the next template of an enrolment gets; later ones follow it in the order of the enrolments.
    func nextTemplateNumber() throws(AuditError) -> Int64
}

/// Makes the index that searches a matcher's templates, with those that there are, by ascending number.
public typealias IndexMaker =
    @Sendable (MatcherDescriptor, [(id: Int64, template: FaceTemplate)]) async throws(AuditError) -> any TemplateIndex

extension ExactIndex {
    /// Makes an index in this process, for small galleries and tests.
    public static let maker: IndexMaker = { matcher, templates throws(AuditError) in
        let index = ExactIndex(metric: matcher.metric)
        try await index.add(templates)
        return index
    }
}

extension AuditStore: GallerySource {}
