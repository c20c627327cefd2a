import AuditCore
import Glibc

/// Reads the small files that intake needs: keys and signatures.
enum IntakeFile {
    /// More than any set of keys.
    static let limit = 256 << 10

    /// Whether there is anything of this name; a dangling link counts, because somebody put it there.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || errno != ENOENT
    }

    /// The bytes of a regular file.
    /// - Throws: `code`, whatever is wrong with it.
    static func read(_ path: String, noun: String, code: AuditError.Code) throws(AuditError) -> [UInt8] {
        do throws(AuditError) {
            let file = try ManifestFile(path: path, noun: noun)
            var bytes = [UInt8](repeating: 0, count: limit + 1)
            let count = try file.read(into: &bytes, at: 0)
            guard count <= limit else {
                throw AuditError(
                    code, "the \(noun) has more than \(limit) bytes", at: SourceLocation(file: path))
            }
            return Array(bytes[..<count])
        } catch {
            throw AuditError(code, error.message, at: error.location)
        }
    }
}
