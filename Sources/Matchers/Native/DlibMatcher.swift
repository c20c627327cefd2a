public import AuditCore
import CVision
import MatcherKit

/// dlib's HOG detector, five-point shape predictor and ResNet metric network; templates are compared by Euclidean
/// distance.
///
/// Sources: King, "Dlib-ml" (JMLR, 2009); Dalal, Triggs, "Histograms of oriented gradients" (CVPR, 2005); Kazemi,
/// Sullivan, "One millisecond face alignment" (CVPR, 2014); He et al., "Deep residual learning" (CVPR, 2016).
public struct DlibMatcher: NativeMatcher {
    /// See `NativeMatcher`.
    public static let name = "dlib"
    /// See `NativeMatcher`.
    public static let summary = "HOG detector and ResNet metric network of dlib, Euclidean distance."
    /// See `NativeMatcher`.
    public static let modelFiles = [
        "shape_predictor_5_face_landmarks.dat", "dlib_face_recognition_resnet_model_v1.dat",
    ]

    /// See `WorkerBackend`.
    public let descriptor: MatcherDescriptor
    private let handle: VisionHandle

    /// See `NativeMatcher`.
    public init(models: [ModelFile]) throws(NativeFailure) {
        guard models.count == 2 else { throw NativeFailure(description: "dlib needs two models") }
        handle = try VisionHandle { out, error in
            models[0].withBytes { landmarks in
                models[1].withBytes { cvision_dlib_open(landmarks, $0, out, error) }
            }
        }
        descriptor = MatcherDescriptor(
            name: Self.name, version: "1 (dlib \(NativeLibraries.versions.dlib))",
            templateSize: Int(CVISION_TEMPLATE_LENGTH), metric: .euclidean, confidenceScale: .score,
            models: models.map(\.digest))
    }

    /// See `WorkerBackend`.
    public func extract(
        _ bytes: [UInt8], choice: FaceChoice, maxPixels: Int
    ) throws(ExtractionFailure) -> Extraction {
        try handle.extract(bytes, choice: choice, maxPixels: maxPixels)
    }
}
