public import AuditCore
import CLinux
import Glibc

/// Reads the bytes of a request's photos: regular files below one root, within a size limit, JPEG or PNG by their
/// first bytes. It never decodes, and never opens what is not a regular file below the root.
public final class ImageLoader: Sendable {
    private let root: Int32
    private let maxBytes: Int

    /// Opens the images root.
    /// - Throws: `AuditError` with code `input_missing` when it is no folder that can be read.
    public init(root path: String, maxBytes: Int) throws(AuditError) {
        root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.maxBytes = maxBytes
        guard root >= 0 else {
            throw AuditError(
                .inputMissing, "the images root is no folder that can be read (\(systemError())); see --images-root",
                at: SourceLocation(file: path))
        }
    }

    deinit { if root >= 0 { close(root) } }

    /// The bytes of a photo with their digest, or why there are none.
    public func load(_ reference: ImageReference) -> Result<ImageBytes, ExtractionFailure> {
        switch reference {
        case .inline(let bytes): check(bytes)
        case .path(let path): read(path).flatMap(check)
        }
    }

    private func check(_ bytes: [UInt8]) -> Result<ImageBytes, ExtractionFailure> {
        guard !bytes.isEmpty else { return failure(.imageEmpty, "0 bytes") }
        guard bytes.count <= maxBytes else {
            return failure(.imageOverLimit, "more than the limit of \(maxBytes) bytes")
        }
        // An allow-list: OpenCV would hand unknown first bytes to GDAL and others (reliability.md 0).
        guard bytes.starts(with: Self.jpeg) || bytes.starts(with: Self.png) else {
            return failure(.imageUnsupported, "the first bytes are neither those of a JPEG nor those of a PNG")
        }
        return .success(ImageBytes(bytes: bytes, sha256: SHA256Hex.digest(bytes)))
    }

    private static let jpeg: [UInt8] = [0xff, 0xd8, 0xff]
    private static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    private func read(_ path: String) -> Result<[UInt8], ExtractionFailure> {
        guard !path.utf8.contains(0) else { return failure(.imageOutsideRoot, "the path holds a NUL byte") }
        let handle = clinux_open_path_beneath(root, path)
        guard handle >= 0 else { return failure(openFailure(errno)) }
        defer { close(handle) }
        var status = stat()
        guard fstat(handle, &status) == 0 else { return failure(.imageMissing, systemError()) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return failure(.imageNotAFile, "it is a folder, FIFO, device or socket")
        }
        guard status.st_size <= maxBytes else {
            return failure(.imageOverLimit, "\(status.st_size) bytes; the limit is \(maxBytes)")
        }
        // The handle names the very file that was checked: whatever happens to the path meanwhile does not matter.
        let file = open("/proc/self/fd/\(handle)", O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else { return failure(.imageUnreadable, systemError()) }
        defer { close(file) }
        return readAll(file, expected: Int(status.st_size))
    }

    private func readAll(_ file: Int32, expected: Int) -> Result<[UInt8], ExtractionFailure> {
        var bytes = [UInt8](repeating: 0, count: expected)
        var filled = 0
        while filled < expected {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress?.advanced(by: filled), expected - filled)
            }
            if count == 0 { break }
            if count < 0 {
                guard errno == EINTR else { return failure(.imageUnreadable, systemError()) }
                continue
            }
            filled += count
        }
        bytes.removeLast(expected - filled)
        return .success(bytes)
    }

    private func openFailure(_ code: Int32) -> ExtractionFailure {
        switch code {
        case ENOENT, ENOTDIR, ENAMETOOLONG: ExtractionFailure(.imageMissing, detail: "no such file")
        case EXDEV, ELOOP: ExtractionFailure(.imageOutsideRoot, detail: "the path leads out of the images root")
        case EACCES: ExtractionFailure(.imageUnreadable, detail: "permission denied")
        default: ExtractionFailure(.imageUnreadable, detail: String(cString: strerror(code)))
        }
    }

    private func failure<T>(_ code: ReasonCode, _ detail: String) -> Result<T, ExtractionFailure> {
        .failure(ExtractionFailure(code, detail: detail))
    }

    private func failure<T>(_ failure: ExtractionFailure) -> Result<T, ExtractionFailure> { .failure(failure) }
}
