import Glibc

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file that a worker is started from, by digest: a plugin's program and files, a built-in matcher's libraries. It is held against the digest before every start of a worker, and
/// must still be the same file when the worker has answered `hello`: a night is long, and a program that is exchanged in
/// it must not decide under the name of the one that was approved.
public struct PinnedFile: Equatable, Sendable {
    /// Absolute path.
    public var path: String
    /// SHA-256 in lower-case hexadecimal.
    public var sha256: String

    /// Creates a pinned file.
    public init(path: String, sha256: String) {
        self.path = path
        self.sha256 = sha256
    }

    /// What tells one state of a file from another without reading it. Every change of content or name sets the time of
    /// status change, which no program can choose; a symbolic link counts with its own.
    struct Identity: Equatable {
        private var parts: [Int64]

        init?(path: String) {
            var target = stat()
            var link = stat()
            guard stat(path, &target) == 0, lstat(path, &link) == 0, target.st_mode & S_IFMT == S_IFREG else {
                return nil
            }
            parts = [target, link].flatMap { status in
                [
                    Int64(bitPattern: UInt64(status.st_dev)), Int64(bitPattern: UInt64(status.st_ino)),
                    Int64(status.st_size), Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
                ]
            }
        }
    }

    /// Holds files against their digests.
    /// - Returns: Each file's path with its state.
    static func check(_ files: [PinnedFile]) throws(WorkerFault) -> [(path: String, state: Identity)] {
        var checked: [(path: String, state: Identity)] = []
        for file in files { checked.append((file.path, try file.check())) }
        return checked
    }

    /// Makes sure that nothing has happened to files since `check`.
    static func recheck(_ files: [(path: String, state: Identity)]) throws(WorkerFault) {
        for file in files where Identity(path: file.path) != file.state {
            throw .notStarted("\(Redaction.line(file.path)) has changed while it was started")
        }
    }

    private func check() throws(WorkerFault) -> Identity {
        guard let identity = Identity(path: path), let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw .notStarted("\(Redaction.line(path)) cannot be read")
        }
        let found = ContentDigest.sha256(data)
        guard found == sha256 else {
            throw .notStarted("\(Redaction.line(path)) has changed: expected SHA-256 \(sha256), found \(found)")
        }
        return identity
    }
}
