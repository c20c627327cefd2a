import AuditCore
import AuditTesting
import Foundation
import Testing

/// The repository checks itself.
@Suite struct RepositoryTests {
    private func sources(_ folders: [String], _ suffixes: [String]) throws -> [(path: String, text: String)] {
        var found: [(String, String)] = []
        for folder in folders {
            let root = Repository.path(folder)
            for case let path as String in try #require(FileManager.default.enumerator(atPath: root))
            where suffixes.contains(where: path.hasSuffix) {
                found.append(
                    (folder + "/" + path, try String(contentsOfFile: root + "/" + path, encoding: .utf8)))
            }
        }
        #expect(!found.isEmpty)
        return found
    }

    @Test func everyFileHasOneJobAndFitsTheBudget() throws {
        let files = try sources(["Sources", "Tests"], [".swift", ".cpp", ".hpp", ".h"])
        let lengths = files.map { ($0.path, $0.text.split(separator: "\n", omittingEmptySubsequences: false).count) }
        for (path, length) in lengths { #expect(length <= 350, "\(path)") }
        let sorted = lengths.map(\.1).sorted()
        #expect(sorted[sorted.count / 2] <= 120)
    }

    @Test(arguments: ["try!", "as! ", "fatalError(", "@unchecked Sendable", "preconditionFailure("])
    func sourcesDoNotTrapOrEscapeTheChecker(word: String) throws {
        for file in try sources(["Sources"], [".swift"]) { #expect(!file.text.contains(word), "\(file.path)") }
    }

    @Test func theVersionIsTheNewestEntryOfTheChangelog() throws {
        let changelog = try String(contentsOfFile: Repository.path("CHANGELOG.md"), encoding: .utf8)
        let entry = changelog.split(separator: "\n").first { $0.hasPrefix("## ") }
        #expect(entry?.hasPrefix("## \(Version.current)") == true)
    }

    @Test func everyTestThatTheThreatTableNamesIsThere() throws {
        let table = try String(contentsOfFile: Repository.path("docs/threats.md"), encoding: .utf8)
        let names = table.matches(of: /`([A-Za-z]+Tests)\.([A-Za-z0-9]+)`/)
        #expect(names.count > 30)
        let tests = try sources(["Tests"], ["Tests.swift"])
        for name in names {
            let file = tests.first { $0.path.hasSuffix("/\(name.1).swift") }
            #expect(file?.text.contains("func \(name.2)(") == true, "\(name.0)")
        }
    }

    @Test func everyDependencyHasItsReasonInContributing() throws {
        let package = try String(contentsOfFile: Repository.path("Package.swift"), encoding: .utf8)
        let contributing = try String(contentsOfFile: Repository.path("CONTRIBUTING.md"), encoding: .utf8)
        let urls = package.split(separator: "\n").filter { $0.contains(".package(url:") }
        #expect(urls.count > 5)
        for url in urls {
            let name = url.split(separator: "/").last?.split(separator: "\"").first.map(String.init) ?? ""
            #expect(contributing.contains("| \(name.replacingOccurrences(of: ".swift", with: "")) |"), "\(name)")
        }
    }

    /// `auditor` handles what strangers send only as bytes: no image library may be in its process.
    @Test func theAuditorLinksNeitherOpenCVNorDlib() throws {
        let text = String(
            decoding: try ChildProcess.run("/usr/bin/ldd", [Programs.folder + "/auditor"]).output, as: UTF8.self)
        #expect(text.contains("libsqlite3"))
        for library in ["opencv", "dlib", "libjpeg", "libpng", "openblas", "gomp"] { #expect(!text.contains(library)) }
    }

    @Test(arguments: ["CVision", "CSearch"])
    func everyExportedCFunctionGoesThroughTheGuard(library: String) throws {
        let header = try String(
            contentsOfFile: Repository.path("Sources/Matchers/\(library)/include/\(library).h"), encoding: .utf8)
        let code = try sources(["Sources/Matchers/\(library)"], [".cpp"]).map(\.text).joined()
        let names = header.matches(of: /c[a-z]+_status (c[a-z]+_\w+)\(/).map { String($0.1) }
        #expect(names.count >= 4)
        for name in names {
            let body = try #require(code.range(of: name + "(")).upperBound
            #expect(code[body...].prefix(700).contains("guard("), "\(name)")
        }
    }
}
