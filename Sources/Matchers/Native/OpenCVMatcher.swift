public import AuditCore
import CVision
import MatcherKit

/// YuNet and SFace under OpenCV's DNN module; templates are compared by cosine.
///
/// Sources: Wu, Peng, Yu, "YuNet: A Tiny Millisecond-level Face Detector" (Machine Intelligence Research, 2023); Zhong
/// et al., "SFace" (IEEE TIP, 2021); both as published in the OpenCV Zoo.
public struct OpenCVMatcher: NativeMatcher {
    /// See `NativeMatcher`.
    public static let name = "opencv"
    /// See `NativeMatcher`.
    public static let summary = "YuNet detector and SFace recogniser under OpenCV DNN, cosine similarity."
    /// See `NativeMatcher`.
    public static let modelFiles = ["face_detection_yunet_2023mar.onnx", "face_recognition_sface_2021dec.onnx"]

    /// See `WorkerBackend`.
    public let descriptor: MatcherDescriptor
    private let handle: VisionHandle

    /// See `NativeMatcher`.
    public init(models: [ModelFile]) throws(NativeFailure) {
        guard models.count == 2 else { throw NativeFailure(description: "opencv needs two models") }
        handle = try VisionHandle { out, error in
            models[0].withBytes { detector in
                models[1].withBytes { cvision_opencv_open(detector, $0, out, error) }
            }
        }
        descriptor = MatcherDescriptor(
            name: Self.name, version: "1 (OpenCV \(NativeLibraries.versions.opencv))",
            templateSize: Int(CVISION_TEMPLATE_LENGTH), metric: .cosine, confidenceScale: .unit,
            models: models.map(\.digest))
    }

    /// See `WorkerBackend`.
    public func extract(
        _ bytes: [UInt8], choice: FaceChoice, maxPixels: Int
    ) throws(ExtractionFailure) -> Extraction {
        try handle.extract(bytes, choice: choice, maxPixels: maxPixels)
    }
}
