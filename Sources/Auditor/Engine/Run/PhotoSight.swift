import AuditCore

/// What was seen on one photo, by whichever matchers looked.
struct PhotoSight {
    var evidence: PhotoEvidence
    var record: ImageRecord
    /// Of the matchers that looked just now: templates are never stored.
    var templates: [String: FaceTemplate] = [:]
    var crops: [FaceCrop] = []
    /// The perceptual hash of the oriented photo, 64 bits; nil when no matcher gave one.
    var photoHash: UInt64?
    /// What a reader of documents made of it; nil when none looked.
    var scan: DocumentCapture?

    /// A photo that nobody has looked at.
    init(role: ImageRole) {
        evidence = PhotoEvidence(role: role)
        record = ImageRecord(role: role)
    }

    /// What an earlier decision recorded of some matchers.
    init(recorded: ImageRecord, by matchers: [String]) {
        self.init(role: recorded.role)
        record.sha256 = recorded.sha256
        record.bytes = recorded.bytes
        for name in matchers {
            guard let extraction = recorded.extractions.first(where: { $0.matcher == name }) else { continue }
            record.extractions.append(extraction)
            evidence.extractions.append(extraction)
        }
    }

    mutating func fail(_ code: ReasonCode, matcher: String? = nil, detail: String?) {
        evidence.failures.append(Reason(code, image: record.role, matcher: matcher, detail: detail))
    }

    mutating func add(_ extraction: Extraction, by matcher: String) {
        let found = ExtractionRecord(
            matcher: matcher, imageWidth: extraction.imageWidth, imageHeight: extraction.imageHeight,
            faces: extraction.faces, chosen: extraction.chosen)
        evidence.extractions.append(found)
        record.extractions.append(found)
        templates[matcher] = extraction.template
        photoHash = photoHash ?? extraction.photoHash
        if let sha256 = record.sha256, !extraction.crop.isEmpty {
            crops.append(FaceCrop(imageSHA256: sha256, matcher: matcher, jpeg: extraction.crop))
        }
    }

    /// Puts the matchers' findings into one order, so that it does not tell who looked when.
    mutating func order(by matchers: [String]) {
        func place(_ record: ExtractionRecord) -> Int { matchers.firstIndex(of: record.matcher) ?? matchers.count }
        evidence.extractions.sort { place($0) < place($1) }
        record.extractions.sort { place($0) < place($1) }
    }
}
