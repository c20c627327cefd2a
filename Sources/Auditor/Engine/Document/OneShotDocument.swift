public import AuditCore

/// Reads and checks one document outside any run: the same reader, interpretation and rules, and nothing is stored.
public struct OneShotDocument: Sendable {
    private let settings: DocumentSettings
    private let reader: any DocumentReader
    private let loader: ImageLoader
    private let asOf: CivilDate

    /// Prepares readings.
    /// - Parameter asOf: The date that stands for today.
    public init(
        settings: DocumentSettings, reader: any DocumentReader, maxBytes: Int, asOf: CivilDate
    ) throws(AuditError) {
        self.settings = settings
        self.reader = reader
        self.asOf = asOf
        loader = try ImageLoader(root: "/", maxBytes: maxBytes)
    }

    /// What one document says, in clear.
    public struct Answer: Sendable {
        /// What was read.
        public var reading: DocumentReading
        /// What the checks of a document found, in the rules' order.
        public var checks: [CheckResult] = []
        /// Why, in the checks' order.
        public var reasons: [Reason] = []
        /// The straightened sides, JPEGs, by `front` and `back`.
        public var images: [String: [UInt8]] = [:]
    }

    /// Reads the encoded photos. One that cannot be read is a problem of the answer, `front` or `back` with the stable code.
    /// - Throws: `matcher_unavailable` when nothing can be read any more.
    public func read(front: [UInt8], back: [UInt8]?) async throws(AuditError) -> Answer {
        var sides: [DocumentInterpreter.Side] = []
        var images: [String: [UInt8]] = [:]
        var problems: [String] = []
        for (name, bytes) in [("front", Optional(front)), ("back", back)] {
            guard let bytes else { continue }
            switch try await read(bytes) {
            case .failure(let failure): problems.append("\(name)_\(failure.code.rawValue)")
            case .success(let (sha256, capture)):
                sides.append(DocumentInterpreter.Side(name: name, imageSHA256: sha256, reading: capture.side))
                if !capture.straightened.isEmpty { images[name] = capture.straightened }
            }
        }
        var reading = DocumentInterpreter.interpret(sides, asOf: asOf)
        reading.problems = problems + reading.problems
        var answer = Answer(reading: reading)
        answer.images = images
        try judge(&answer)
        return answer
    }

    private func read(
        _ bytes: [UInt8]
    ) async throws(AuditError) -> Result<(String, DocumentCapture), ExtractionFailure> {
        switch loader.load(.inline(bytes)) {
        case .failure(let failure): .failure(failure)
        case .success(let image):
            try await reader.read(image, languages: settings.languages).map { (image.sha256, $0) }
        }
    }

    private func judge(_ answer: inout Answer) throws(AuditError) {
        let stored = try StoredReading(answer.reading, reader: reader.descriptor.name, key: "")
        var evidence = Evidence(kind: .compare, photos: [], matchers: [])
        evidence.document = .read(
            DocumentJudgement(settings, asOf: asOf).evidence(stored, claims: PersonalData()))
        let input = RuleInput(evidence, .ofDocuments(settings))
        for rule in PolicyRules.builtIn where rule.descriptor.id.hasPrefix("document_") {
            let finding = rule.evaluate(input)
            answer.checks.append(
                CheckResult(id: rule.descriptor.id, state: finding.state, cause: finding.cause))
            answer.reasons += finding.reasons
        }
    }
}

extension Policy {
    /// A policy of nothing but these settings.
    fileprivate static func ofDocuments(_ settings: DocumentSettings) -> Policy {
        let place = SourceLocation(file: "")
        var policy = Policy(
            name: "", summary: "", file: "", sha256: "", faceChoice: .largest, combination: .primary, order: [],
            veto: [], thresholds: [:], quality: QualityLimits(), multipleFaces: nil, rejects: true,
            limits: ResourceLimits(), checks: [.document: CheckSetting(outcome: .review, location: place)], mail: nil)
        policy.document = settings
        return policy
    }
}
