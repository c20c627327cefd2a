package import AuditCore

/// What the supervisor asks a worker of the capability `document`; the JSON header of a frame (docs/worker-protocol.md).
package struct DocumentRequest: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case hello, document, bye
    }

    package var id: Int
    package var type: Kind
    /// `hello`: the protocol's version.
    package var version: Int?
    /// `document`: names of language data, as "eng".
    package var languages: [String]?
    /// `document`: the photo's size limit in pixels, to be checked from the header before decoding.
    package var maxPixels: Int?
    /// `document`: number of photo bytes that follow.
    package var payload: Int?

    package init(
        id: Int, type: Kind, version: Int? = nil, languages: [String]? = nil, maxPixels: Int? = nil, payload: Int? = nil
    ) {
        self.id = id
        self.type = type
        self.version = version
        self.languages = languages
        self.maxPixels = maxPixels
        self.payload = payload
    }

    enum CodingKeys: String, CodingKey {
        case id, type, languages, payload
        case version = "protocol"
        case maxPixels = "max_pixels"
    }
}

/// The answer of such a worker to `hello`: it is no matcher and has no template of its own.
package struct DocumentHello: Codable, Equatable, Sendable {
    package var id: Int
    package var type: WorkerAnswerHead.Kind = .hello
    package var version = workerProtocolVersion
    package var name: String
    /// Its own version with those of its libraries.
    package var readerVersion: String
    package var capabilities = ["document"]
    package var models: [ModelDigest]
    package var languages: [ModelDigest]

    package init(id: Int, descriptor: DocumentReaderDescriptor) {
        self.id = id
        name = descriptor.name
        readerVersion = descriptor.version
        models = descriptor.models
        languages = descriptor.languages
    }

    package var descriptor: DocumentReaderDescriptor {
        DocumentReaderDescriptor(
            name: name, version: readerVersion, models: models.sorted { $0.file < $1.file },
            languages: languages.sorted { $0.file < $1.file })
    }

    enum CodingKeys: String, CodingKey {
        case id, type, name, capabilities, models, languages
        case version = "protocol"
        case readerVersion = "version"
    }
}

/// The answer to `document`: the side's keys beside `id` and `type`; the payload is the straightened side as a JPEG.
package struct DocumentAnswer: Codable, Equatable, Sendable {
    package var id: Int
    package var type: WorkerAnswerHead.Kind = .document
    package var side: DocumentSide
    package var payload: Int?

    package init(id: Int, capture: DocumentCapture) {
        self.id = id
        side = capture.side
        payload = capture.straightened.isEmpty ? nil : capture.straightened.count
    }

    private enum CodingKeys: String, CodingKey {
        case id, type, payload
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(Int.self, forKey: .id)
        type = try container.decode(WorkerAnswerHead.Kind.self, forKey: .type)
        payload = try container.decodeIfPresent(Int.self, forKey: .payload)
        side = try DocumentSide(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        try side.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(type, forKey: .type)
        try container.encodeIfPresent(payload, forKey: .payload)
    }
}
