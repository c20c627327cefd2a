import AuditCore
import Foundation
import Glibc

/// Whether there is room for a night's decisions and report.
struct DiskCheck: DoctorCheck {
    let name = "disk"

    /// Free bytes below which a night may fail: a million decisions with their scores take about 1 GiB.
    static let warningBytes: UInt64 = 1 << 30
    /// Free bytes below which no run should begin.
    static let problemBytes: UInt64 = 64 << 20
    /// Free files below which a report may fail: a message and a face each are a file.
    static let warningFiles: UInt64 = 10_000

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        var folders = [("database", subject.databaseFolder)]
        if let output = subject.output { folders.append(("output", FilePath.folder(of: output))) }
        folders.append(("temporary", NSTemporaryDirectory()))
        return folders.map { look("disk.\($0.0)", $0.1) }
    }

    private func look(_ id: String, _ folder: String) -> Finding {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else {
            return .notChecked(id, "\(folder): \(String(cString: strerror(errno)))", do: "name a folder that exists")
        }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let found = "\(Self.text(free)) are free for \(folder)"
        let action = "free space, or use another disk; a full disk ends a run with 74, and what was decided is kept"
        if free < Self.problemBytes { return .problem(id, found, do: action, exit: .ioError) }
        if free < Self.warningBytes {
            return .warning(id, "\(found), less than \(Self.text(Self.warningBytes))", do: action)
        }
        // Zero: the file system does not count files.
        if status.f_files > 0, UInt64(status.f_favail) < Self.warningFiles {
            return .warning(
                id, "only \(status.f_favail) more files can be made for \(folder), less than \(Self.warningFiles)",
                do: "remove files, or use another disk")
        }
        return .ok(id, found)
    }

    private static func text(_ bytes: UInt64) -> String {
        bytes >= 1 << 30
            ? "\(NumberText.fixed(Double(bytes) / 1_073_741_824, digits: 1)) GiB"
            : "\(NumberText.fixed(Double(bytes) / 1_048_576, digits: 1)) MiB"
    }
}
