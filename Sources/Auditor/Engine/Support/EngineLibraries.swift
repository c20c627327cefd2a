import CLibXML2
import GRDB

/// The versions of the C libraries in this process, asked of the libraries that run, not of the headers.
public enum EngineLibraries {
    /// SQLite's version, as "3.40.1"; nil when it cannot say.
    public static var sqlite: String? {
        try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    }

    /// libxml2's version, as "2.9.14"; nil when it cannot say.
    public static var libxml2: String? {
        // "20914", followed by what only its packagers know.
        let digits = String(cString: clibxml2_version()).prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 9999 else { return nil }
        return "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }
}
