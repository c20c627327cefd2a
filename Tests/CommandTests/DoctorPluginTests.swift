import AuditTesting
import Foundation
import Testing

/// What `auditor doctor` says of matchers that are somebody's programs.
@Suite(.tags(.endToEnd), .timeLimit(.minutes(30)))
struct DoctorPluginTests {
    private let place: PluginInstallation

    init() throws {
        place = try PluginInstallation()
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: place.folder.path)
    }

    private func doctor(_ more: [String] = []) async throws -> Programs.Ending {
        try await place.auditor(["doctor", "--policy", "policy.yaml"] + more)
    }

    @Test func aPluginProvesItselfAndItsFilesAreItsOwners() async throws {
        try place.policy(plugin: try place.plugin("good"))
        let ending = try await doctor()
        #expect(ending.status == 0, "\(ending.output)")
        #expect(ending.output.contains(/ok +matchers\.fixture/) && ending.output.contains(/ok +permissions\.plugins/))
        // Its thresholds are numbers, and nobody is told anything.
        #expect(ending.output.contains(/warning +settings\.calibration/))
        #expect(ending.output.contains(/warning +settings\.mail/))
        #expect(try place.processes() == [])
    }

    @Test(arguments: [(0o666, 1, "problem"), (0o664, 0, "warning")])
    func aPluginThatOthersCanWriteIsSaid(mode: Int, status: Int32, word: String) async throws {
        try place.policy(plugin: try place.plugin("good"))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.script)
        let ending = try await doctor()
        #expect(ending.status == status)
        #expect(
            ending.output.split(separator: "\n").contains { $0.hasPrefix(word) && $0.contains("permissions.plugins") })
    }

    @Test func aMatcherThatCannotTellPeopleApartIsAProblem() async throws {
        try place.policy(plugin: try place.plugin("everyone-alike"))
        let ending = try await doctor()
        #expect(ending.status == 69, "\(ending.output)")
        #expect(ending.output.contains(/problem +matchers\.fixture/))
    }

    @Test func aPluginThatWasReplacedExits78() async throws {
        try place.policy(plugin: try place.plugin("good"))
        try place.folder.write(Array("#!/bin/sh\n".utf8), to: "plugin.py")
        let ending = try await doctor()
        #expect(ending.status == 78, "\(ending.output)")
        #expect(ending.output.contains(/problem +matchers\.fixture/))
    }
}
