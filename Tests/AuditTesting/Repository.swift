import Foundation

/// Places in the checkout that tests need. Found from this file, so that tests run from any working directory.
public enum Repository {
    /// The checkout's root.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false).trimmingSuffix("/")

    /// A file of the checkout.
    public static func path(_ relative: String) -> String { root + "/" + relative }

    /// Whether the models and sample photos are installed; `make setup` installs them.
    public static var hasModels: Bool {
        FileManager.default.fileExists(atPath: path(".models/face_recognition_sface_2021dec.onnx"))
    }

    /// Whether OpenVINO's libraries are installed; `make setup` installs them on x86-64.
    public static var hasOpenVINO: Bool {
        FileManager.default.fileExists(atPath: path(".models/openvino/libopenvino_c.so.2641"))
    }

    /// The names without `openvino` where its libraries are not installed.
    public static func installed(_ matchers: [String]) -> [String] {
        matchers.filter { $0 != "openvino" || hasOpenVINO }
    }

    /// Whether the models of the reader of documents are installed too.
    public static var hasDocumentModels: Bool {
        hasModels && FileManager.default.fileExists(atPath: path(".models/ocrb-line.onnx"))
    }

    /// The measuring data beside the checkout, when it is there.
    public static var measuringData: String? {
        let folder = path("../shared/data/lfw-view1")
        return FileManager.default.fileExists(atPath: folder + "/pairs.csv") ? folder : nil
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}

/// A folder of one test's own, removed when the value goes.
public final class TemporaryFolder: Sendable {
    /// The folder's path.
    public let path: String

    /// Makes the folder.
    /// - Parameter inMemory: where files need not be written to a disk, if there is such a place: for tests that open
    ///   thousands of databases.
    public init(inMemory: Bool = false) throws {
        let memory = "/dev/shm/"
        let parent =
            inMemory && FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        path = parent + "auditor-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path below the folder.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file below the folder and returns its path.
    @discardableResult
    public func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path(percentEncoded: false)
    }
}
