import AuditCore

/// One request as the template `request` sees it.
struct RequestView {
    /// The faces beside each other.
    let faces: FaceFiles
    /// Each matcher's scale, the same for all requests.
    let scales: [String: ScoreScale]
    /// What is shown of personal fields.
    let masking: Masking
    /// Who the candidates of a search are.
    let gallery: GalleryView
    /// What was read on the document.
    let document: DocumentView

    func make(_ decision: DecisionRecord, personal: PersonalData) throws -> View {
        let pictures = try pictures(decision)
        var view = View { view in
            view.fixed("row", decision.row.description)
            view.fixed("line", decision.line.description)
            view.text("request_id", Self.name(decision))
            view.text("kind", decision.kind)
            view.fixed("outcome", decision.outcome.rawValue)
            view.fixed("outcome_title", Wording.title(decision.outcome))
            view.fixed("codes", decision.reasons.map(\.code.rawValue).uniqued().joined(separator: " "))
            if let score = Self.leading(decision)?.score {
                let similarity = Self.leading(decision)?.direction.similarity(score) ?? score
                view.fixed("similarity", NumberText.fixed(similarity, digits: 6))
            }
            if let confidence = decision.confidence, confidence.isFinite {
                view.fixed("confidence", NumberText.fixed(confidence, digits: 2))
            }
            if !decision.subjectID.isEmpty { view.text("subject_id", masking.subject(decision.subjectID)) }
            view.list("reasons", Self.reasons(decision))
            view.flag("has_faces", !pictures.isEmpty)
            view.list("faces", pictures)
            view.flag("has_comparisons", !decision.comparisons.isEmpty)
            view.list("comparisons", decision.comparisons.map(comparison))
            view.list("checks", decision.checks.map(Self.check))
            view.text("check_summary", Self.checkSummary(decision.checks))
            view.flag("has_claims", !personal.fields.isEmpty)
            view.list("claims", personal.fields.map(claim))
            view.list("photos", decision.images.flatMap(Self.photo))
            view.flag("has_photos", !decision.images.isEmpty)
            view.text("request_key", decision.requestKey.isEmpty ? nil : decision.requestKey)
        }
        try gallery.fill(&view, decision)
        try document.fill(&view, decision)
        return view
    }

    /// The request's id, or where to find a row that has none.
    static func name(_ decision: DecisionRecord) -> String {
        decision.requestID.isEmpty ? "(no id, line \(decision.line))" : decision.requestID
    }

    /// The comparison that decided, or the first.
    static func leading(_ decision: DecisionRecord) -> ComparisonRecord? {
        decision.comparisons.first { $0.part == .deciding } ?? decision.comparisons.first
    }

    private func pictures(_ decision: DecisionRecord) throws -> [View] {
        let compared = [Self.leading(decision)?.matcher].compactMap(\.self) + decision.comparisons.map(\.matcher)
        return try decision.images.map { image in
            let found = image.extractions.filter { $0.chosen != nil }.map(\.matcher)
            let matchers = (compared + found).uniqued().filter(found.contains)
            let file = try faces.write(image, matchers: matchers)
            let role = Wording.role(image.role)
            return View { view in
                view.fixed("role", role)
                view.fixed("nothing", image.sha256 == nil ? "no photo" : "no face")
                guard let file else { return }
                view.fixed("file", file.name)
                let face = image.extractions.first { $0.matcher == file.matcher }?.chosenFace
                if let face { view.fixed("eyes", NumberText.fixed(face.quality.interEyeDistance, digits: 0)) }
            }
        }
    }

    private static func reasons(_ decision: DecisionRecord) -> [View] {
        decision.reasons.map { reason in
            View { view in
                view.fixed("code", reason.code.rawValue)
                view.fixed("sentence", reason.code.definition.reviewer)
                let about = [
                    reason.image.map { Wording.role($0).lowercased() }, reason.matcher,
                    reason.field.map { "field \($0)" },
                    reason.detail,
                ].compactMap(\.self)
                view.text("about", about.isEmpty ? nil : about.joined(separator: " · "))
            }
        }
    }

    private func comparison(_ comparison: ComparisonRecord) -> View {
        View { view in
            view.text("matcher", comparison.matcher)
            view.fixed("part", Wording.part(comparison.part))
            view.fixed("verdict", Wording.verdict(comparison.verdict))
            view.fixed("verdict_class", comparison.verdict?.rawValue ?? "none")
            view.fixed("score", comparison.score.map(Wording.score) ?? "–")
            let thresholds = Wording.thresholds(
                comparison.metric, approve: comparison.approveThreshold, reject: comparison.rejectThreshold)
            view.fixed("thresholds", thresholds)
            if let scale = scales[comparison.matcher] { view.markup("scale", scale.draw(comparison)) }
        }
    }

    private static func check(_ check: CheckResult) -> View {
        View { view in
            view.text("check", Wording.capitalized(check.id))
            view.fixed("state", Wording.state(check.state))
            view.fixed("state_class", check.state.rawValue)
            view.text("cause", check.cause.map(Wording.words))
        }
    }

    private static func checkSummary(_ checks: [CheckResult]) -> String {
        let parts = CheckState.allCases.compactMap { state -> String? in
            let count = checks.count { $0.state == state }
            return count > 0 ? "\(count) \(Wording.state(state))" : nil
        }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    private func claim(_ field: PersonalData.Field) -> View {
        View { view in
            view.text("claim", Wording.capitalized(field.name))
            view.text("masked", masking.claim(field))
        }
    }

    private static func photo(_ image: ImageRecord) -> [View] {
        [
            View { view in
                view.fixed("role", Wording.role(image.role))
                view.text("digest", image.sha256 ?? "not read")
                let facts = image.extractions.map { found in
                    let faces = Wording.count(found.faces.count, "face", "faces")
                    guard let face = found.chosenFace else { return "\(found.matcher): \(faces)" }
                    let numbers = [
                        ("confidence", face.confidence, 2), ("sharpness", face.quality.sharpness, 0),
                        ("brightness", face.quality.brightness, 0), ("yaw", face.quality.yaw, 0),
                    ].map { "\($0.0) \(NumberText.fixed($0.1, digits: $0.2))" }
                    return "\(found.matcher): \(faces), " + numbers.joined(separator: ", ")
                }
                view.text("facts", facts.joined(separator: "; "))
            }
        ]
    }
}
