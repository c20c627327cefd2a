import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Logging
import MatcherKit

/// `auditor compare`: one comparison, without a store.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare the faces on two photos.",
        discussion: "Nothing is stored. Exit status 3 when a photo could not be processed.")

    @Argument(help: "A JPEG or PNG.") var imageA: String
    @Argument(help: "Another one.") var imageB: String
    @OptionGroup var matching: MatcherOptions
    @Flag(help: "Print JSON (samples/schemas/compare.schema.json).") var json = false

    func run() async throws {
        let installation = Installation()
        let loaded = try LoadedPolicy(matching, installation: installation)
        let limit = loaded.policy.limits.maxImageBytes
        let photos = (try PhotoFile.read(imageA, limit: limit), try PhotoFile.read(imageB, limit: limit))
        let fleet = try await MatcherFleet.start(
            loaded.policy, lanes: 1, installation: installation, logger: Logger(label: "auditor"))
        for notice in loaded.notices + fleet.unavailable.map(\.why) { EventLog.notice(notice) }
        let record: DecisionRecord
        do {
            record = try await OneShotComparison(policy: loaded.policy, matchers: fleet.pools)
                .compare(photos.0, photos.1)
            await fleet.stop()
        } catch {
            await fleet.stop()
            throw error
        }
        let comparison = ComparisonOutput(record, policy: loaded.policy)
        Console.result(json ? try JSONOutput.text(comparison) : comparison.text)
        if record.outcome == .error { throw ExitCode(ExitStatus.partial.rawValue) }
    }
}

/// Reads a photo that the user names: a regular file, with no more bytes than the limit and one.
enum PhotoFile {
    static func read(_ path: String, limit: Int) throws(AuditError) -> [UInt8] {
        let type = (try? FileManager.default.attributesOfItem(atPath: resolved(path)))?[.type] as? FileAttributeType
        guard type == .typeRegular, let handle = FileHandle(forReadingAtPath: path) else {
            throw AuditError(.inputMissing, "there is no such photo", at: SourceLocation(file: path))
        }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: limit + 1) else { return [] }
        return Array(data)
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
    }
}
