import Glibc

/// Bytes as a file, for readers that take a path. Removed with the value.
final class ScratchFile {
    let path: String

    /// Writes a file into the folder that `TMPDIR` names.
    init(_ bytes: [UInt8], suffix: String) throws(FuzzFinding) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/auditor-fuzz-XXXXXX\(suffix)".utf8CString)
        let descriptor = mkstemps(&template, Int32(suffix.utf8.count))
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw FuzzFinding(description: "no scratch file in \(folder)") }
        let count = write(descriptor, bytes, bytes.count)
        close(descriptor)
        guard count == bytes.count else { throw FuzzFinding(description: "cannot write \(path)") }
    }

    deinit { unlink(path) }
}
