public import MatcherKit

/// A built-in matcher: one file, one type, one line in `BuiltInMatchers.all`.
public protocol NativeMatcher: WorkerBackend, SendableMetatype {
    /// Stable lower-case name.
    static var name: String { get }
    /// One sentence for `auditor matchers list`.
    static var summary: String { get }
    /// The files that it loads, by name in the models folder.
    static var modelFiles: [String] { get }

    /// Loads the models from bytes that have been read and hashed, in the order of `modelFiles`.
    /// - Throws: `NativeFailure` when a library refuses them.
    init(models: [ModelFile]) throws(NativeFailure)
}

/// Every built-in matcher, sorted by name; a test proves that none is missing.
public enum BuiltInMatchers {
    /// The registry.
    public static let all: [any NativeMatcher.Type] = [
        DlibMatcher.self,
        OpenCVMatcher.self,
        OpenVINOMatcher.self,
    ]
}

/// A native library refused something.
public struct NativeFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The library's sentence.
    public let description: String
}
