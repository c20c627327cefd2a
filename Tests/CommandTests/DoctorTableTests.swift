import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import auditor

/// The tables behind `auditor doctor`.
@Suite struct DoctorTableTests {
    @Test func everyCheckIsRegistered() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Repository.path("Sources/Auditor/Command/Doctor/Checks"))
        #expect(files.sorted() == DoctorChecks.all.map { "\(type(of: $0)).swift" }.sorted())
        let names = DoctorChecks.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    // The ranges as their authors published them: sqlite.org's release notes and the CVE records.
    @Test(arguments: [
        ("sqlite", "3.6.23", false), ("sqlite", "3.7.0", true), ("sqlite", "3.40.1", true), ("sqlite", "3.44.5", true),
        ("sqlite", "3.44.6", false), ("sqlite", "3.50.6", true), ("sqlite", "3.50.7", false),
        ("sqlite", "3.51.2", true), ("sqlite", "3.51.3", false), ("sqlite", "3.52.0", true),
        ("sqlite", "3.53.0", false), ("libxml2", "2.9.14", true), ("libxml2", "2.10.3", false),
        ("libpng", "1.6.51", true), ("libpng", "1.6.52", false), ("libjpeg-turbo", "2.1.5", false),
        ("libjpeg-turbo", "2.1.91", true), ("opencv", "4.11.0", true), ("opencv", "4.12.0-dev", false),
        ("dlib", "19.24.0", false),
    ])
    func aVersionIsHeldAgainstThePublishedRanges(library: String, version: String, isBad: Bool) throws {
        let number = try #require(LibraryVersion(version))
        #expect(KnownDefects.all.contains { $0.library == library && $0.affects(number) } == isBad)
    }

    @Test func everyDefectHasItsSource() {
        for defect in KnownDefects.all {
            #expect(defect.source.hasPrefix("https://"), "\(defect.name)")
            #expect(defect.from < defect.before, "\(defect.name)")
        }
    }

    @Test(arguments: ["", "unknown", "x.1"]) func textWithoutANumberIsNoVersion(text: String) {
        #expect(LibraryVersion(text) == nil)
    }

    @Test(
        arguments: [
            ([], 0), ([.findings], 1), ([.findings, .cannotCreate], 73), ([.cannotCreate, .ioError], 74),
            ([.ioError, .unavailable], 69), ([.unavailable, .configuration, .findings], 78),
        ] as [([AuditCore.ExitStatus], Int32)])
    func theExitStatusIsThatOfTheWorstProblem(problems: [AuditCore.ExitStatus], expected: Int32) {
        let findings = problems.map { Finding.problem("a.b", "found", do: "act", exit: $0) }
        let others: [Finding] = [.ok("a.c", "fine"), .warning("a.d", "odd", do: "look"), .notChecked("a.e", "cause")]
        let report = DoctorReport(groups: [.init(check: "a", findings: findings + others)])
        #expect(report.exitStatus.rawValue == expected)
    }

    @Test func theOperationsManualHasEveryCheckAndEveryExitStatus() throws {
        let manual = try String(contentsOfFile: Repository.path("docs/operations.md"), encoding: .utf8)
        for check in DoctorChecks.all { #expect(manual.contains("\n| `\(check.name)` |"), "\(check.name)") }
        let rows = manual.matches(of: /\n\| (\d+)(?:, (\d+))? \|/)
        let listed = rows.flatMap { [Int32($0.1), $0.2.flatMap { Int32($0) }].compactMap { $0 } }
        #expect(listed == AuditCore.ExitStatus.allCases.map(\.rawValue))
    }
}
