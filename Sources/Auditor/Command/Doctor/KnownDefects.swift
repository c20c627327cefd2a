/// Versions of libraries that are known to be bad, with the source of each; what of it reaches this program is our own
/// judgement. Distributions patch without changing the number, so most ranges say only where to look.
enum KnownDefects {
    struct Defect: Sendable {
        let library: String
        /// How it is called where it was published.
        let name: String
        /// What happens, and to whom.
        let effect: String
        /// First affected version.
        let from: LibraryVersion
        /// First version that is not affected.
        let before: LibraryVersion
        /// Versions within that range that are good: backported fixes, each to the end of its own series.
        var except: [LibraryVersion] = []
        let exposure: Exposure
        /// Where it is published.
        let source: String

        /// What to install.
        var fixedIn: String { "\(library) \(before) or later" }

        func affects(_ version: LibraryVersion) -> Bool {
            from <= version && version < before
                && !except.contains { $0.isSameSeries(as: version) && $0 <= version }
        }
    }

    /// Whether this program runs the bad code.
    enum Exposure: Sendable {
        /// It does.
        case reached
        /// It does not, and why.
        case avoided(String)
        /// It does, but the number alone does not tell whether the code is still bad.
        case mayBePatched
    }

    static let all = [
        Defect(
            library: "sqlite", name: "the WAL-reset defect",
            effect:
                "two connections that write and checkpoint at once can lose committed rows; this program opens only "
                + "one, so let no other program write to the database",
            from: LibraryVersion(3, 7, 0), before: LibraryVersion(3, 51, 3),
            except: [LibraryVersion(3, 44, 6), LibraryVersion(3, 50, 7)],
            exposure: .reached,
            source: "https://sqlite.org/wal.html#the_wal_reset_bug, https://sqlite.org/releaselog/3_51_3.html"),
        Defect(
            library: "sqlite", name: "the withdrawn release 3.52.0", effect: "its authors withdrew it",
            from: LibraryVersion(3, 52, 0), before: LibraryVersion(3, 52, 1), exposure: .reached,
            source: "https://sqlite.org/changes.html"),
        Defect(
            library: "libxml2", name: "CVE-2022-40303",
            effect: "texts of several gigabytes overflow counters, with XML_PARSE_HUGE",
            from: LibraryVersion(0, 0, 0), before: LibraryVersion(2, 10, 3),
            exposure: .avoided("XML_PARSE_HUGE is never set"),
            source: "https://nvd.nist.gov/vuln/detail/CVE-2022-40303"),
        Defect(
            library: "libpng", name: "CVE-2025-64720",
            effect: "a palette image with transparency makes the simplified interface read outside its memory",
            from: LibraryVersion(1, 6, 0), before: LibraryVersion(1, 6, 51), exposure: .mayBePatched,
            source: "https://nvd.nist.gov/vuln/detail/CVE-2025-64720"),
        Defect(
            library: "libpng", name: "CVE-2025-66293",
            effect: "a palette image with transparency makes the simplified interface read outside its memory",
            from: LibraryVersion(1, 6, 0), before: LibraryVersion(1, 6, 52), exposure: .mayBePatched,
            source: "https://nvd.nist.gov/vuln/detail/CVE-2025-66293"),
        Defect(
            library: "libjpeg-turbo", name: "CVE-2023-2804", effect: "a 12-bit lossless JPEG overflows a buffer",
            from: LibraryVersion(2, 1, 90), before: LibraryVersion(2, 1, 92),
            exposure: .avoided("lossless and 12-bit JPEG are refused by their header"),
            source: "https://nvd.nist.gov/vuln/detail/CVE-2023-2804"),
        Defect(
            library: "opencv", name: "CVE-2025-53644", effect: "its JPEG decoder writes through a stray pointer",
            from: LibraryVersion(0, 0, 0), before: LibraryVersion(4, 12, 0),
            exposure: .avoided("OpenCV's image codecs are not linked"),
            source: "https://nvd.nist.gov/vuln/detail/CVE-2025-53644"),
    ]
}

/// A version of three numbers.
struct LibraryVersion: Comparable, Sendable, CustomStringConvertible {
    private let numbers: [Int]

    init(_ major: Int, _ minor: Int, _ patch: Int) { numbers = [major, minor, patch] }

    /// "1.2.3", with any text after it; missing numbers are zero. Nil without a number.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 2).map { Int($0.prefix { $0.isASCII && $0.isNumber }) }
        guard let first = parts.first, let major = first else { return nil }
        let rest = parts.dropFirst().map { $0 ?? 0 } + [0, 0]
        numbers = [major, rest[0], rest[1]]
    }

    var description: String { numbers.map(String.init).joined(separator: ".") }

    func isSameSeries(as other: LibraryVersion) -> Bool { numbers.prefix(2) == other.numbers.prefix(2) }

    static func < (a: LibraryVersion, b: LibraryVersion) -> Bool { a.numbers.lexicographicallyPrecedes(b.numbers) }
}
