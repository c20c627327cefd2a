import AuditCore
import Crypto
import Evaluation

/// Writes the faces of the worst errors under `faces/`, each named by the SHA-256 of its bytes.
struct WorstPairFaces {
    private struct Key: Hashable {
        var image: String
        var matcher: String
    }

    private var files: [Key: String] = [:]

    init(
        _ result: EvaluationResult, face: (_ image: String, _ matcher: String) throws -> [UInt8]?,
        folder: StagingFolder
    ) throws(AuditError) {
        try folder.makeFolder("faces")
        let matchers = result.record.matchers.map(\.name)
        for curve in result.curves {
            // A fusion has no faces of its own: those of the first matcher that has them.
            let order = [curve.matcher] + matchers.filter { $0 != curve.matcher }
            let pairs = curve.worstFalseMatches + curve.worstFalseNonMatches
            for image in pairs.flatMap({ [$0.imageA, $0.imageB] }).uniqued() where !image.isEmpty {
                for matcher in order {
                    let bytes = try reading(what: "the faces") { try face(image, matcher) }
                    // A plugin's answer is not trusted to be a picture.
                    guard let bytes, FaceFiles.isPicture(bytes) else { continue }
                    let name = "faces/\(Hexadecimal.text(SHA256.hash(data: bytes))).jpg"
                    try folder.writeOnce(bytes, to: name)
                    files[Key(image: image, matcher: curve.matcher)] = name
                    break
                }
            }
        }
    }

    /// Whether there is no face at all, as for scores from a file.
    var isEmpty: Bool { files.isEmpty }

    /// The file with the face on an image, as shown for a matcher.
    func file(_ image: String, _ matcher: String) -> String? { files[Key(image: image, matcher: matcher)] }
}
