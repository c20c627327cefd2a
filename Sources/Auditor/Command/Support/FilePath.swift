import Foundation

/// Paths as the user gives them.
enum FilePath {
    /// The folder that a file is in: what paths inside the file are relative to unless an option says otherwise.
    static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// A file's own name.
    static func name(of path: String) -> String { (path as NSString).lastPathComponent }
}
