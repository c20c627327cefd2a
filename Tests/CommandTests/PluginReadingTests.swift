import AuditTesting
import Foundation
import Testing

/// Whether a plugin can read what it would carry out: the database and its keys lie beside its script here.
@Suite(.tags(.endToEnd), .timeLimit(.minutes(30)))
struct PluginReadingTests {
    private let place: PluginInstallation

    init() throws {
        place = try PluginInstallation()
        try place.manifest([("a1.jpg", "a2.jpg")])
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: place.folder.path)
    }

    @Test func aPluginThatReadsItsOwnFilesOnlyIsNotSaid() async throws {
        try place.policy(plugin: try place.plugin("good"))
        let ending = try await place.run()
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(!ending.errors.contains("plugin_can_read_database"))
        let doctor = try await place.auditor(["doctor", "--policy", "policy.yaml"])
        #expect(doctor.output.contains(/ok +permissions\.plugin_reads/), "\(doctor.output)")
    }

    @Test func aPluginWhoseSettingsNameTheDatabasesFolderIsSaid() async throws {
        try place.policy(plugin: try place.plugin("good") + ["read: [\(place.folder.path)]"])
        let ending = try await place.run()
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.errors.contains("plugin_can_read_database: The plugin fixture can read"))
        let report = try String(contentsOfFile: place.folder.file("out/report.json"), encoding: .utf8)
        #expect(report.contains("plugin_can_read_database"))
        let doctor = try await place.auditor(["doctor", "--policy", "policy.yaml"])
        #expect(doctor.output.contains(/warning +permissions\.plugin_reads/), "\(doctor.output)")
        let shown = try await place.auditor(["policy", "show", "policy.yaml"])
        #expect(shown.output.contains("reads: \(place.folder.path)"), "\(shown.output)")
    }
}
