import AuditCore

/// The table of flips, worst first.
struct DiffFlipsView {
    let diff: RunDiff

    /// So many are on the page; all are in the files.
    static let limit = 500

    func fill(_ view: inout View) {
        let shown = Self.worst(diff.flips)
        let all = diff.flips.count
        view.flag("has_flips", all > 0)
        view.flag("has_more", all > shown.count)
        view.fixed("shown", CountText.grouped(shown.count))
        view.fixed("flip_count", CountText.grouped(all))
        view.list("flips", shown.map(flip))
    }

    /// The worst at most `limit` flips: by what happened, then by id.
    static func worst(_ flips: [RunDiff.Flip]) -> [RunDiff.Flip] {
        let keys = flips.indices.map { (rank: rank(flips[$0]), index: $0) }
        let sorted = keys.sorted { a, b in
            if a.rank != b.rank { return a.rank < b.rank }
            let (first, second) = (flips[a.index].requestID, flips[b.index].requestID)
            return first == second ? a.index < b.index : first < second
        }
        return sorted.prefix(limit).map { flips[$0.index] }
    }

    /// What harms an applicant first, then what admits one, then what only moves work; the order of the page.
    private static let ranks: [(Outcome?, Outcome?)] = [
        (.approved, .rejected), (.approved, .review), (.review, .rejected), (.rejected, .approved),
        (.approved, .error), (.review, .approved), (.error, .rejected), (.review, .error), (.rejected, .error),
        (.rejected, .review), (.error, .review), (.error, .approved),
        (nil, .rejected), (nil, .error), (nil, .review), (nil, .approved),
        (.approved, nil), (.review, nil), (.rejected, nil), (.error, nil),
    ]

    private static func rank(_ flip: RunDiff.Flip) -> Int {
        ranks.firstIndex { $0.0 == flip.from && $0.1 == flip.to } ?? ranks.count
    }

    private func flip(_ flip: RunDiff.Flip) -> View {
        View { view in
            view.text("request_id", flip.requestID.isEmpty ? "(no id)" : flip.requestID)
            outcome(&view, "from", flip.from)
            outcome(&view, "to", flip.to)
            view.list(
                "flip_causes", flip.causes.map { cause in View { $0.fixed("cause", DiffWording.title(cause)) } })
            view.list("scores", flip.scores.filter { $0.scoreA != nil || $0.scoreB != nil }.map(score))
            view.list("reasons", reasons(flip))
        }
    }

    private func outcome(_ view: inout View, _ name: String, _ outcome: Outcome?) {
        view.fixed(name, outcome?.rawValue ?? "none")
        view.fixed("\(name)_title", outcome.map(Wording.title) ?? "not in this run")
    }

    private func score(_ change: RunDiff.ScoreChange) -> View {
        // A veto's approve threshold decides nothing.
        let isReject = change.crossed == .reject || change.isVeto
        let (before, now) = isReject ? (change.rejectA, change.rejectB) : (change.approveA, change.approveB)
        let digits = DiffWording.digits([change.scoreA, change.scoreB, before, now])
        return View { view in
            view.text("matcher", change.matcher)
            view.fixed("score", DiffWording.pair(change.scoreA, change.scoreB, digits: digits))
            view.flag("is_crossed", change.crossed != nil)
            view.fixed("threshold", DiffWording.pair(before, now, digits: digits))
            view.fixed("side", change.isVeto ? "vetoes beyond" : isReject ? "rejects beyond" : "approves at")
            view.fixed("crossed", "crossed")
        }
    }

    /// What either run says that the other does not; what both say only when there is nothing else.
    private func reasons(_ flip: RunDiff.Flip) -> [View] {
        let (before, now) = (Self.telling(flip.reasonsA), Self.telling(flip.reasonsB))
        let entries =
            now.filter { !before.contains($0) }.map { ("now", $0) }
            + before.filter { !now.contains($0) }.map { ("before", $0) }
        return (entries.isEmpty ? now.map { ("both", $0) } : entries).map { when, code in
            View { view in
                view.fixed("when", when)
                view.fixed("reason", code.definition.reviewer)
            }
        }
    }

    /// The reasons that did something, or the first one when all only inform.
    private static func telling(_ codes: [ReasonCode]) -> [ReasonCode] {
        let effective = codes.uniqued().filter { $0.definition.severity != .info }
        return effective.isEmpty ? Array(codes.prefix(1)) : effective
    }
}
