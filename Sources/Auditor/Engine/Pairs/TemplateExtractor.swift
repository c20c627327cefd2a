public import AuditCore

/// The templates of one matcher on a set of images, with what it took.
public struct TemplateSet: Sendable {
    /// One an image; nil where the matcher has none.
    public internal(set) var templates: [FaceTemplate?]
    /// How many images failed, by the reason's code; `no_face` where everything worked but there is none.
    public internal(set) var failures: [ReasonCode: Int] = [:]
    /// The stages' times of the images whose worker told them.
    public internal(set) var timings: [StageTimings] = []
    /// Wall time of the whole set in seconds.
    public internal(set) var seconds = 0.0
}

/// Extracts templates for an evaluation: each image once, as many at a time as there are lanes.
public struct TemplateExtractor: Sendable {
    private let loader: ImageLoader
    private let choice: FaceChoice
    private let lanes: Int

    /// Creates an extractor.
    /// - Throws: `input_missing` when the images root cannot be read.
    public init(imagesRoot: String, choice: FaceChoice, lanes: Int) throws(AuditError) {
        loader = try ImageLoader(root: imagesRoot, maxBytes: Policy.ResourceLimits().maxImageBytes)
        self.choice = choice
        self.lanes = max(1, lanes)
    }

    /// Looks whether every image can be read, before hours are spent on the others.
    /// - Parameters:
    ///   - images: Paths of the images.
    ///   - place: Where the pairs file first names an image, in words; paths may hold a person's name.
    /// - Throws: `input_missing` with the first missing image's place and how many there are.
    public func checkPresence(_ images: [String], of file: String, place: (Int) -> String) throws(AuditError) {
        var missing = 0
        var first: Int?
        for (number, image) in images.enumerated() {
            if case .failure(let failure) = loader.load(.path(image)), Self.isAbsent.contains(failure.code) {
                missing += 1
                first = first ?? number
            }
        }
        guard let first else { return }
        throw AuditError(
            .inputMissing,
            "\(missing) of \(images.count) images are not there, the first of them in \(place(first)); paths are "
                + "relative to --images-root (the pairs file's folder unless given)", at: SourceLocation(file: file))
    }

    private static let isAbsent: Set<ReasonCode> = [.imageMissing, .imageOutsideRoot, .imageNotAFile]

    /// Extracts every image's template.
    /// - Parameter done: Called after each image, from any thread.
    /// - Throws: `matcher_unavailable` when the matcher cannot go on; `interrupted`.
    public func extract(
        _ images: [String], with matcher: any FaceMatcher, stop: StopRequest, done: @escaping @Sendable () -> Void
    ) async throws(AuditError) -> TemplateSet {
        let start = ContinuousClock.now
        var set = TemplateSet(templates: Array(repeating: nil, count: images.count))
        let failure = await withTaskGroup(of: Result<(Int, Sight), AuditError>.self) { group -> AuditError? in
            var next = 0
            var inWork = 0
            while true {
                while next < images.count, inWork < lanes + 2, !stop.isMade {
                    let number = next
                    let image = images[number]
                    next += 1
                    inWork += 1
                    group.addTask {
                        do throws(AuditError) {
                            return .success((number, try await look(at: image, with: matcher)))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                guard let result = await group.next() else { return nil }
                inWork -= 1
                done()
                switch result {
                case .failure(let error): return error
                case .success((let number, let sight)): set.add(sight, number)
                }
            }
        }
        if let failure { throw failure }
        if stop.isMade { throw AuditError(.interrupted, "stopped while images were read; nothing was written") }
        set.seconds = (ContinuousClock.now - start) / .seconds(1)
        return set
    }

    /// The aligned face of one image, a 112-pixel JPEG; nil when there is none.
    public func crop(_ image: String, with matcher: any FaceMatcher) async throws(AuditError) -> [UInt8]? {
        guard case .face(let extraction) = try await look(at: image, with: matcher), !extraction.crop.isEmpty else {
            return nil
        }
        return extraction.crop
    }

    enum Sight: Sendable {
        case face(Extraction)
        case none(ReasonCode)
    }

    private func look(at image: String, with matcher: any FaceMatcher) async throws(AuditError) -> Sight {
        let bytes: ImageBytes
        switch loader.load(.path(image)) {
        case .failure(let failure): return .none(failure.code)
        case .success(let loaded): bytes = loaded
        }
        switch try await matcher.extract(bytes, choice: choice) {
        case .failure(let failure): return .none(failure.code)
        case .success(let extraction): return extraction.template == nil ? .none(.noFace) : .face(extraction)
        }
    }
}

extension TemplateSet {
    fileprivate mutating func add(_ sight: TemplateExtractor.Sight, _ number: Int) {
        switch sight {
        case .none(let code):
            failures[code, default: 0] += 1
        case .face(let extraction):
            templates[number] = extraction.template
            if let timing = extraction.timings { timings.append(timing) }
        }
    }
}
