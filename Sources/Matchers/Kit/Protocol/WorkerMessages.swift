package import AuditCore

/// The version of the worker protocol that this program speaks.
public let workerProtocolVersion = 1

/// What the supervisor asks; the JSON header of a frame to a worker.
package struct WorkerRequest: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case hello, extract, bye
    }

    package var id: Int
    package var type: Kind
    /// `hello`: the protocol's version.
    package var version: Int?
    /// `extract`: which face to choose.
    package var faceChoice: FaceChoice?
    /// `extract`: the photo's size limit in pixels, to be checked from the header before decoding.
    package var maxPixels: Int?
    /// `extract`: number of photo bytes that follow.
    package var payload: Int?

    package init(
        id: Int, type: Kind, version: Int? = nil, faceChoice: FaceChoice? = nil, maxPixels: Int? = nil,
        payload: Int? = nil
    ) {
        self.id = id
        self.type = type
        self.version = version
        self.faceChoice = faceChoice
        self.maxPixels = maxPixels
        self.payload = payload
    }

    enum CodingKeys: String, CodingKey {
        case id, type, payload
        case version = "protocol"
        case faceChoice = "face_choice"
        case maxPixels = "max_pixels"
    }
}

/// What every answer begins with.
package struct WorkerAnswerHead: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case hello, extract, error, bye
        // Of the capability `document`.
        case document
        // Of the capability `search`.
        case searchOpen = "search_open"
        case searchAdd = "search_add"
        case searchRemove = "search_remove"
        case searchNearest = "search_nearest"
        case searchWithin = "search_within"
    }

    package var id: Int
    package var type: Kind
}

/// The answer to `hello`.
package struct HelloAnswer: Codable, Equatable, Sendable {
    package var id: Int
    package var type: WorkerAnswerHead.Kind = .hello
    package var version: Int
    package var name: String
    package var matcherVersion: String
    package var templateSize: Int
    package var metric: ScoreMetric
    package var direction: ScoreDirection
    package var confidenceScale: ConfidenceScale
    package var models: [ModelDigest]
    package var capabilities: [String]

    package init(id: Int, descriptor: MatcherDescriptor) {
        self.id = id
        version = workerProtocolVersion
        name = descriptor.name
        matcherVersion = descriptor.version
        templateSize = descriptor.templateSize
        metric = descriptor.metric
        direction = descriptor.direction
        confidenceScale = descriptor.confidenceScale
        models = descriptor.models
        capabilities = descriptor.capabilities
    }

    package var descriptor: MatcherDescriptor {
        MatcherDescriptor(
            name: name, version: matcherVersion, templateSize: templateSize, metric: metric,
            confidenceScale: confidenceScale, models: models.sorted { $0.file < $1.file }, capabilities: capabilities)
    }

    enum CodingKeys: String, CodingKey {
        case id, type, name, metric, direction, models, capabilities
        case version = "protocol"
        case matcherVersion = "version"
        case templateSize = "template_size"
        case confidenceScale = "confidence_scale"
    }
}

/// The answer to `extract`; the payload is the aligned face as JPEG.
package struct ExtractAnswer: Codable, Equatable, Sendable {
    package var id: Int
    package var type: WorkerAnswerHead.Kind = .extract
    package var imageWidth: Int
    package var imageHeight: Int
    package var faces: [DetectedFace]
    package var chosen: Int?
    /// Base64 of little-endian single-precision values.
    package var template: String?
    package var payload: Int?
    package var timings: StageTimings?
    /// The perceptual hash of the photo, 16 lower-case hexadecimal digits.
    package var photoHash: String?

    package init(id: Int, extraction: Extraction) {
        self.id = id
        imageWidth = extraction.imageWidth
        imageHeight = extraction.imageHeight
        faces = extraction.faces
        chosen = extraction.chosen
        template = extraction.template.map { WireCoding.encode(template: $0.values) }
        payload = extraction.crop.isEmpty ? nil : extraction.crop.count
        timings = extraction.timings
        photoHash = extraction.photoHash.map(WireCoding.encode(photoHash:))
    }

    enum CodingKeys: String, CodingKey {
        case id, type, faces, chosen, template, payload, timings
        case imageWidth = "image_width"
        case imageHeight = "image_height"
        case photoHash = "photo_hash"
    }
}

/// The answer to a request that could not be done; the worker lives on.
package struct ErrorAnswer: Codable, Equatable, Sendable {
    package var id: Int
    package var type: WorkerAnswerHead.Kind = .error
    /// A reason code of severity `error`, as `image_unreadable`.
    package var code: String
    package var message: String

    package init(id: Int, code: String, message: String) {
        self.id = id
        self.code = code
        self.message = message
    }
}
