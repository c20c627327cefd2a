import Glibc

/// A short text from a file, a pipe or standard input: what must not stand among the arguments.
enum SmallInput {
    /// The bytes up to the end, which a pipe's writer gives.
    /// - Parameter path: A path, `/dev/fd/N` of a process substitution too; `-` is standard input.
    /// - Returns: Nil when it cannot be read or has more than `limit` bytes.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count == 0 { return bytes }
            if count > 0 { bytes += piece[..<count] } else if errno != EINTR { return nil }
        }
        return nil
    }
}
