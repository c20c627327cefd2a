import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Logging
import MatcherKit

/// Options of the commands that ask the gallery about single photos.
struct GalleryOptions: ParsableArguments {
    @OptionGroup var matching: MatcherOptions
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Flag(help: "Print JSON (samples/schemas/gallery.schema.json).") var json = false

    /// Starts the matchers of a policy with a gallery, opens the database, and gives both to the body.
    /// - Parameter mustExist: Refuse to make a new database.
    func withGallery<Result>(
        mustExist: Bool = true, top: Int? = nil, listsOutdated: Bool = false,
        _ body: (OneShotGallery, AuditStore, Policy, [MatcherDescriptor]) async throws -> Result
    ) async throws -> Result {
        let installation = Installation()
        let loaded = try LoadedPolicy(matching, installation: installation)
        var policy = loaded.policy
        try OneShotGallery.check(policy)
        if let top { policy.gallery?.top = top }
        let store = try await keys.open(database.database, mustExist: mustExist)
        let fleet = try await MatcherFleet.start(
            policy, lanes: 1, installation: installation, logger: Logger(label: "auditor"))
        for notice in loaded.notices + fleet.unavailable.map(\.why) { EventLog.notice(notice) }
        let search = try SearchFleet(installation)
        do {
            let desk = try OneShotGallery(
                policy: policy, matchers: fleet.pools, source: store, lists: (store, UTCTime.text(Date())),
                index: search.maker)
            for notice in try desk.notices() where !listsOutdated { EventLog.notice(notice) }
            let result = try await body(desk, store, policy, fleet.pools.map(\.descriptor))
            await fleet.stop()
            await search.stop()
            try store.close()
            return result
        } catch {
            await fleet.stop()
            await search.stop()
            throw error
        }
    }

    /// Refuses a value that a manifest could not have either.
    static func check(_ claim: ClaimRules, _ value: String?, _ option: String) throws {
        guard let value, !value.isEmpty, let problem = claim.problem(of: value) else { return }
        throw ValidationError("\(option) \(problem).")
    }

    /// Reads a photo that the user names.
    func photo(_ path: String, _ policy: Policy) throws(AuditError) -> [UInt8] {
        try PhotoFile.read(path, limit: policy.limits.maxImageBytes)
    }
}
