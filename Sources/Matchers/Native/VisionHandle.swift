import AuditCore
import CVision

/// Owns one matcher of the C++ shim: a network with inner state, for one thread.
final class VisionHandle {
    private let raw: OpaquePointer

    /// Takes ownership of what an `open` function of the shim makes.
    init(
        _ open: (UnsafeMutablePointer<OpaquePointer?>, UnsafeMutablePointer<cvision_error>) -> cvision_status
    ) throws(NativeFailure) {
        var handle: OpaquePointer?
        var error = cvision_error()
        let status = open(&handle, &error)
        guard status == CVISION_OK, let handle else { throw NativeFailure(description: error.text) }
        raw = handle
    }

    deinit { cvision_close(raw) }

    /// Decodes a photo and extracts the chosen face's template.
    func extract(_ bytes: [UInt8], choice: FaceChoice, maxPixels: Int) throws(ExtractionFailure) -> Extraction {
        var error = cvision_error()
        var result: UnsafeMutablePointer<cvision_result>?
        let options = cvision_options(
            face_choice: choice == .central ? CVISION_FACE_CENTRAL : CVISION_FACE_LARGEST, max_bytes: bytes.count,
            max_pixels: UInt64(clamping: maxPixels))
        let status = bytes.withUnsafeBufferPointer {
            cvision_extract(raw, cvision_bytes(data: $0.baseAddress, length: $0.count), options, &result, &error)
        }
        defer { cvision_result_free(result) }
        guard status == CVISION_OK, let result else {
            throw ExtractionFailure(Self.reason(status), detail: error.text)
        }
        return try Self.extraction(result.pointee)
    }

    /// The reason of a photo that could not be processed.
    static func reason(_ status: cvision_status) -> ReasonCode {
        switch status {
        case CVISION_BAD_IMAGE: .imageUnreadable
        case CVISION_UNSUPPORTED_FORMAT: .imageUnsupported
        case CVISION_TOO_MANY_BYTES, CVISION_TOO_MANY_PIXELS: .imageOverLimit
        default: .imageNotProcessed
        }
    }

    private static func extraction(_ result: cvision_result) throws(ExtractionFailure) -> Extraction {
        let faces = UnsafeBufferPointer(start: result.faces, count: result.face_count).map(DetectedFace.init)
        let values = UnsafeBufferPointer(
            start: result.template_values, count: result.template_values == nil ? 0 : Int(CVISION_TEMPLATE_LENGTH))
        let template = values.isEmpty ? nil : FaceTemplate(Array(values))
        guard template != nil || faces.isEmpty else {
            throw ExtractionFailure(.imageNotProcessed, detail: "the network gave a template that is not finite")
        }
        return Extraction(
            imageWidth: Int(result.width), imageHeight: Int(result.height), faces: faces,
            chosen: result.chosen < 0 ? nil : result.chosen, template: template,
            crop: Array(UnsafeBufferPointer(start: result.crop, count: result.crop_length)),
            timings: StageTimings(result.timings), photoHash: result.photo_hash)
    }
}

extension StageTimings {
    fileprivate init(_ timings: cvision_timings) {
        self.init(
            decode: timings.decode, detect: timings.detect, align: timings.align, embed: timings.embed)
    }
}

extension DetectedFace {
    fileprivate init(_ face: cvision_face) {
        let marks = face.landmarks
        let points = [marks.0, marks.1, marks.2, marks.3, marks.4]
        let quality = face.quality
        self.init(
            box: Box(
                x: Double(face.box.x), y: Double(face.box.y), width: Double(face.box.width),
                height: Double(face.box.height)),
            landmarks: points.map { Point(x: Double($0.x), y: Double($0.y)) }, confidence: quality.confidence,
            quality: FaceQuality(
                interEyeDistance: quality.inter_eye_distance, sharpness: quality.sharpness,
                brightness: quality.brightness, contrast: quality.contrast, yaw: quality.yaw, pitch: quality.pitch,
                roll: quality.roll))
    }
}

extension cvision_error {
    /// The message as Swift text.
    var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// Versions of the native libraries, and their set-up for one thread.
public enum NativeLibraries {
    /// Makes OpenCV and BLAS single-threaded and silent; call it first.
    public static func prepare() throws(NativeFailure) {
        var error = cvision_error()
        guard cvision_prepare_process(&error) == CVISION_OK else { throw NativeFailure(description: error.text) }
    }

    /// Each library's name and version, as "4.6.0"; libjpeg-turbo's is that of build time.
    public static var all: [(name: String, version: String)] {
        var versions = cvision_library_versions()
        var error = cvision_error()
        guard cvision_versions(&versions, &error) == CVISION_OK else { return [] }
        let found = [
            ("opencv", versions.opencv), ("dlib", versions.dlib), ("libpng", versions.png),
            ("libjpeg-turbo", versions.jpeg),
        ]
        return found.map { ($0, $1.map { String(cString: $0) } ?? "unknown") } + [("faiss", FaissIndex.version)]
            + DocumentHandle.versions
    }

    /// OpenCV's and dlib's versions.
    static var versions: (opencv: String, dlib: String) {
        func version(_ name: String) -> String { all.first { $0.name == name }?.version ?? "unknown" }
        return (version("opencv"), version("dlib"))
    }
}

extension ModelFile {
    /// Lends the bytes to a C call.
    func withBytes<T>(_ body: (cvision_bytes) -> T) -> T {
        bytes.withUnsafeBufferPointer { body(cvision_bytes(data: $0.baseAddress, length: $0.count)) }
    }
}
