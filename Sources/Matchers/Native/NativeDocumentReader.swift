public import AuditCore
import CDocument
import CVision
public import MatcherKit

/// OpenCV finds and straightens the document, the line network reads its machine-readable zone, zxing-cpp its barcodes,
/// Tesseract its print, and YuNet and SFace find its portraits.
public struct NativeDocumentReader: DocumentBackend {
    /// The worker's name on its command line and in `models.json`.
    public static let name = "document"
    /// The models that it loads, by name in the models folder.
    public static let modelFiles =
        ["ocrb-line.onnx", "face_detection_yunet_2023mar.onnx", "face_recognition_sface_2021dec.onnx"]

    /// See `DocumentBackend`.
    public let descriptor: DocumentReaderDescriptor
    private let handle: DocumentHandle

    /// Loads models and languages from bytes that have been read and hashed.
    /// - Parameters:
    ///   - models: In the order of `modelFiles`.
    ///   - languages: All that a photo may be read with; the first ones are tried first.
    /// - Throws: `NativeFailure` when a library refuses them.
    public init(models: [ModelFile], languages: [LanguageFile]) throws(NativeFailure) {
        guard models.count == Self.modelFiles.count else {
            throw NativeFailure(description: "document needs \(Self.modelFiles.count) models")
        }
        handle = try DocumentHandle(models: models, languages: languages)
        let libraries = DocumentHandle.versions
        descriptor = DocumentReaderDescriptor(
            name: Self.name,
            version: "1 (OpenCV \(NativeLibraries.versions.opencv), "
                + libraries.map { "\($0.name) \($0.version)" }.joined(separator: ", ") + ")",
            models: models.map(\.digest), languages: languages.map(\.digest))
    }

    /// See `DocumentBackend`.
    public func read(
        _ bytes: [UInt8], languages: [String], maxPixels: Int
    ) throws(ExtractionFailure) -> DocumentCapture {
        try handle.read(bytes, languages: languages, maxPixels: maxPixels)
    }
}
