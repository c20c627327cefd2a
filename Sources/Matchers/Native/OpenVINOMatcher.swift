public import AuditCore
import CVision
import MatcherKit

/// The networks of `OpenCVMatcher`, from the same files, under OpenVINO: the same scores in about half the time, so what
/// was calibrated for `opencv` serves. Installed by `make setup` on x86-64 only.
public struct OpenVINOMatcher: NativeMatcher {
    /// See `NativeMatcher`.
    public static let name = "openvino"
    /// See `NativeMatcher`.
    public static let summary = "YuNet detector and SFace recogniser under OpenVINO, cosine similarity."
    /// See `NativeMatcher`.
    public static let modelFiles = OpenCVMatcher.modelFiles
    /// OpenVINO's C library, below the models folder; it finds what it needs beside itself.
    public static let library = "openvino/libopenvino_c.so.2641"

    /// See `WorkerBackend`.
    public let descriptor: MatcherDescriptor
    private let handle: VisionHandle

    /// See `NativeMatcher`.
    public init(models: [ModelFile]) throws(NativeFailure) {
        guard models.count == 2 else { throw NativeFailure(description: "openvino needs two models") }
        let library = models[0].folder + "/" + Self.library
        handle = try VisionHandle { out, error in
            models[0].withBytes { detector in
                models[1].withBytes { cvision_openvino_open(library, detector, $0, out, error) }
            }
        }
        descriptor = MatcherDescriptor(
            name: Self.name, version: "1 (OpenVINO \(handle.libraryVersion))",
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
