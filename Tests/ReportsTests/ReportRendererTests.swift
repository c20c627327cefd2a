import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

@Suite struct ReportRendererTests {
    @Test func theSameRunGivesTheSameBytes() throws {
        for isHostile in [false, true] {
            let archive = GeneratedArchive(count: 230, seed: 9, hostile: isHostile)
            let (one, two) = (try Rendered(archive), try Rendered(archive))
            #expect(try one.files() == two.files())
            for file in try one.files() { #expect(try one.bytes(file) == two.bytes(file), "\(file) differs") }
        }
    }

    @Test func namesNoPathOfThisMachine() throws {
        let rendered = try Rendered(GeneratedArchive(count: 20))
        for file in try rendered.files() where !file.hasPrefix("faces/") {
            let text = try rendered.text(file)
            #expect(!text.contains(rendered.folder.path) && !text.contains(Repository.root), "\(file) names a path")
        }
    }

    @Test func everyReportIsRegisteredAndWritesWhatItSays() throws {
        let rendered = try Rendered(GeneratedArchive(count: 6))
        let described = ReportRenderer.reports.flatMap(\.files)
        let written = try FileManager.default.contentsOfDirectory(atPath: rendered.path).sorted()
        #expect(described.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }.sorted() == written)
        #expect(Set(ReportRenderer.reports.map(\.id)).count == ReportRenderer.reports.count)
        // A type that conforms and is not in the list would be a report that nobody gets.
        var conforming: Set<String> = []
        let sources = URL(fileURLWithPath: "\(Repository.root)/Sources/Reports").resolvingSymlinksInPath().path
        for file in try FileManager.default.subpathsOfDirectory(atPath: sources) where file.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
            for match in text.matches(of: /class (\w+): ReportFormat\b/) { conforming.insert(String(match.1)) }
        }
        let registered = Set(BuiltInReports.all.map { "\($0)" })
        #expect(conforming == registered, "name the missing report in Sources/Reports/Format/BuiltInReports.swift")
    }

    @Test func personalDataStaysOutOfEverythingButTheMails() throws {
        let archive = GeneratedArchive(count: 30)
        let rendered = try Rendered(archive)
        var values: Set<String> = []
        for row in 1...30 {
            for field in try archive.personalData(row: row).fields { values.insert(field.value) }
        }
        for file in try rendered.files() where !file.hasPrefix("faces/") && !file.hasPrefix("notifications/") {
            let text = Data(try rendered.bytes(file))
            for value in values { #expect(text.range(of: Data(value.utf8)) == nil, "\(file) holds a personal field") }
        }
    }
}
