import AuditCore

/// Decides requests one after the other in the rows' order: what ties them to earlier ones, what the gallery says, then
/// the policy.
struct WatchDesk: Sendable {
    let policy: Policy
    let judge: RequestJudge
    let gallery: Gallery?
    let watch: DuplicateWatch?

    /// Decides a request.
    /// - Throws: when no row can be decided any more.
    func decide(_ open: OpenRequest) async throws(AuditError) -> DecidedRow {
        guard let watch else { return try await ask(open, nil) }
        let found = try await watch.observe(open)
        var row = try await ask(open, found)
        row.seen = await watch.seen(open)
        try await watch.take(open, as: row)
        return row
    }

    private func ask(_ open: OpenRequest, _ found: GalleryEvidence?) async throws(AuditError) -> DecidedRow {
        guard let gallery, policy.asksGallery(open.request.kind) else { return judge.decide(open, gallery: found) }
        var desk = GalleryDesk(gallery: gallery, judge: judge)
        desk.found = found
        return try await desk.decide(open)
    }
}

extension GalleryEvidence {
    /// Adds what was found beside the gallery.
    mutating func add(_ found: GalleryEvidence?) {
        guard let found else { return }
        links += found.links
        velocity = found.velocity
        listed = found.listed
        watch = found.watch
    }
}
