package import AuditCore

/// Checks that an answer can be right before anything is made of it: workers handle hostile input and may be anyone's
/// program, so a wrong answer must cost a request, never become a decision.
package enum AnswerValidation {
    /// Largest number of faces that an answer may list.
    static let maxFaces = 1000

    /// Most values that a template may have.
    static let maxTemplateSize = 65_536
    /// Most models and capabilities that a matcher may name, and most bytes of each of its texts: they are printed,
    /// stored with every run and part of its key.
    private static let (maxNames, maxTextBytes) = (64, 200)

    /// What is wrong with the answer to `hello`; nil when it describes a matcher.
    package static func problem(of hello: HelloAnswer) -> String? {
        guard hello.metric.isOfTemplates, hello.direction == hello.metric.direction else {
            return "its metric or direction cannot be right"
        }
        guard (1...maxTemplateSize).contains(hello.templateSize) else {
            return "its template size is not within 1 to \(maxTemplateSize)"
        }
        guard hello.models.count <= maxNames, hello.capabilities.count <= maxNames else {
            return "it names more than \(maxNames) models or capabilities"
        }
        let digits = Set("0123456789abcdef".utf8)
        guard hello.models.allSatisfy({ $0.sha256.utf8.count == 64 && $0.sha256.utf8.allSatisfy(digits.contains) })
        else { return "a model's digest is no SHA-256 in lower-case hexadecimal" }
        let texts = [hello.name, hello.matcherVersion] + hello.capabilities + hello.models.map(\.file)
        func isPrintable(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7f).contains($0) } }
        guard texts.allSatisfy({ $0.utf8.count <= maxTextBytes && isPrintable($0) }) else {
            return "a name or version is longer than \(maxTextBytes) bytes or not printable ASCII"
        }
        return nil
    }

    package static func extraction(
        _ answer: ExtractAnswer, crop: [UInt8], descriptor: MatcherDescriptor
    ) -> Result<Extraction, ExtractionFailure> {
        func lie(_ detail: String) -> Result<Extraction, ExtractionFailure> {
            .failure(ExtractionFailure(.workerProtocol, detail: detail))
        }
        guard answer.imageWidth > 0, answer.imageHeight > 0 else { return lie("image size is not positive") }
        guard answer.faces.count <= maxFaces else { return lie("more than \(maxFaces) faces") }
        for face in answer.faces {
            guard face.landmarks.count == 5 else { return lie("a face has not five landmarks") }
            guard face.box.width > 0, face.box.height > 0 else { return lie("a face's box is empty") }
            guard face.numbers.allSatisfy(\.isFinite) else { return lie("a face has a number that is not finite") }
        }
        guard answer.timings?.isPossible != false else { return lie("a timing is negative or not finite") }
        let photoHash = answer.photoHash.flatMap(WireCoding.decode(photoHash:))
        guard (photoHash == nil) == (answer.photoHash == nil) else {
            return lie("the photo's hash is not 16 lower-case hexadecimal digits")
        }
        guard let chosen = answer.chosen else {
            guard answer.faces.isEmpty, answer.template == nil else { return lie("faces, but none is chosen") }
            return .success(
                Extraction(
                    imageWidth: answer.imageWidth, imageHeight: answer.imageHeight, faces: [], chosen: nil,
                    template: nil, crop: [], timings: answer.timings, photoHash: photoHash))
        }
        guard answer.faces.indices.contains(chosen) else { return lie("the chosen face is not in the list") }
        guard let values = answer.template.flatMap(WireCoding.decodeTemplate),
            values.count == descriptor.templateSize, let template = FaceTemplate(values)
        else { return lie("the template is missing, of the wrong size or not finite") }
        guard values.contains(where: { $0 != 0 }) else { return lie("the template is all zero") }
        if !crop.isEmpty, let problem = JPEGStructure.problem(of: crop) { return lie(problem) }
        return .success(
            Extraction(
                imageWidth: answer.imageWidth, imageHeight: answer.imageHeight, faces: answer.faces, chosen: chosen,
                template: template, crop: crop, timings: answer.timings, photoHash: photoHash))
    }

    /// The codes that a worker may give for a photo; any other is a lie.
    package static func failure(_ answer: ErrorAnswer) -> ExtractionFailure {
        let allowed: Set<ReasonCode> = [
            .imageUnreadable, .imageUnsupported, .imageOverLimit, .imageNotProcessed,
        ]
        guard let code = ReasonCode(rawValue: answer.code), allowed.contains(code) else {
            return ExtractionFailure(.workerProtocol, detail: "the worker gave an error code that it may not give")
        }
        return ExtractionFailure(code, detail: Redaction.line(answer.message))
    }
}

extension StageTimings {
    fileprivate var isPossible: Bool { [decode, detect, align, embed].allSatisfy { $0.isFinite && $0 >= 0 } }
}

extension DetectedFace {
    fileprivate var numbers: [Double] {
        [box.x, box.y, box.width, box.height, confidence] + landmarks.flatMap { [$0.x, $0.y] } + [
            quality.interEyeDistance, quality.sharpness, quality.brightness, quality.contrast, quality.yaw,
            quality.pitch, quality.roll,
        ]
    }
}
