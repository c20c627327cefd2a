public import AuditCore

/// Reads specimens for an evaluation: each document once, as many at a time as there are lanes.
public struct SpecimenReader: Sendable {
    private let loader: ImageLoader
    private let reader: any DocumentReader
    private let languages: [String]
    private let lanes: Int
    private let asOf: CivilDate

    /// What was read of one specimen.
    public struct Reading: Sendable {
        /// Both sides together; what could not be read is among its problems.
        public var document: DocumentReading
        /// Seconds from the photos' bytes to the interpreted document, with other lanes at work.
        public var seconds: Double
    }

    /// Prepares readings.
    /// - Parameter asOf: The date that stands for today: it tells the century of two-digit years.
    /// - Throws: `input_missing` when the images root cannot be read.
    public init(
        imagesRoot: String, reader: any DocumentReader, languages: [String], lanes: Int, asOf: CivilDate
    ) throws(AuditError) {
        loader = try ImageLoader(root: imagesRoot, maxBytes: Policy.ResourceLimits().maxImageBytes)
        self.reader = reader
        self.languages = languages
        self.lanes = max(1, lanes)
        self.asOf = asOf
    }

    /// Reads every specimen; the answers are in their order.
    /// - Parameter done: Called after each, from any thread.
    /// - Throws: `input_missing` when a photo is not there; `matcher_unavailable` when the reader cannot go on;
    ///   `interrupted`.
    public func read(
        _ specimens: [SpecimenTruth.Specimen], stop: StopRequest, done: @escaping @Sendable () -> Void
    ) async throws(AuditError) -> [Reading] {
        var readings = [Reading?](repeating: nil, count: specimens.count)
        let failure = await withTaskGroup(of: (Int, Result<Reading, AuditError>).self) { group -> AuditError? in
            var next = 0
            func start() {
                guard next < specimens.count, !stop.isMade else { return }
                let (number, specimen) = (next, specimens[next])
                next += 1
                group.addTask { (number, await read(specimen)) }
            }
            for _ in 0..<lanes { start() }
            while let (number, result) = await group.next() {
                switch result {
                case .failure(let error): return error
                case .success(let reading): readings[number] = reading
                }
                done()
                start()
            }
            return nil
        }
        if let failure { throw failure }
        let complete = readings.compactMap { $0 }
        guard complete.count == specimens.count else {
            throw AuditError(.interrupted, "stopped before the evaluation was complete; nothing was written")
        }
        return complete
    }

    private func read(_ specimen: SpecimenTruth.Specimen) async -> Result<Reading, AuditError> {
        var sides: [DocumentInterpreter.Side] = []
        var problems: [String] = []
        let began = ContinuousClock.now
        for (name, path) in [("front", Optional(specimen.front)), ("back", specimen.back)] {
            guard let path else { continue }
            let image: ImageBytes
            switch loader.load(.path(path)) {
            case .success(let loaded): image = loaded
            case .failure(let failure):
                guard failure.code == .imageMissing else {
                    problems.append("\(name)_\(failure.code.rawValue)")
                    continue
                }
                return .failure(
                    AuditError(
                        .inputMissing,
                        "the photo of document \(specimen.document), \(name), is not there; paths are relative to "
                            + "--images-root (the truth file's folder unless given)"))
            }
            do throws(AuditError) {
                switch try await reader.read(image, languages: languages) {
                case .failure(let failure): problems.append("\(name)_\(failure.code.rawValue)")
                case .success(let capture):
                    sides.append(.init(name: name, imageSHA256: image.sha256, reading: capture.side))
                }
            } catch {
                return .failure(error)
            }
        }
        var document = DocumentInterpreter.interpret(sides, asOf: asOf)
        document.problems = problems + document.problems
        return .success(Reading(document: document, seconds: (ContinuousClock.now - began) / .seconds(1)))
    }
}
