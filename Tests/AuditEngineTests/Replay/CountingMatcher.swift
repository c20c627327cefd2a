import AuditCore
import Synchronization

/// A matcher that sees one face on every photo, whose fifth byte is the person, and counts how often it is asked.
struct CountingMatcher: FaceMatcher {
    let descriptor: MatcherDescriptor
    let calls = Calls()

    final class Calls: Sendable {
        private let value = Atomic<Int>(0)
        func add() { value.add(1, ordering: .relaxed) }
        var count: Int { value.load(ordering: .relaxed) }
    }

    init(_ name: String = "opencv", version: String = "1") {
        descriptor = MatcherDescriptor(
            name: name, version: version, templateSize: 2, metric: .cosine, confidenceScale: .unit,
            models: [ModelDigest(file: "\(name).onnx", sha256: version)])
    }

    func extract(
        _ image: ImageBytes, choice: FaceChoice
    ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
        calls.add()
        let quality = FaceQuality(
            interEyeDistance: 60, sharpness: 100, brightness: 100, contrast: 50, yaw: 0, pitch: 0, roll: 0)
        let face = DetectedFace(
            box: Box(x: 0, y: 0, width: 9, height: 9), landmarks: [], confidence: 0.9, quality: quality)
        // The person's angle; a later version sees everybody a little differently.
        let angle = Float(image.bytes[4]) / 100 * (descriptor.version == "1" ? 1 : 1.3)
        return .success(
            Extraction(
                imageWidth: 9, imageHeight: 9, faces: [face], chosen: 0,
                template: FaceTemplate([1 - angle * angle / 2, angle]), crop: []))
    }
}
