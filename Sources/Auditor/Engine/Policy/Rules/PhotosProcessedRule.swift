import AuditCore

/// A failure to process is an error, neither a rejection nor an approval (DESIGN.md 4.3).
struct PhotosProcessedRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "photos_processed", title: "Every photo was read and every matcher answered",
        summary: """
            A photo that cannot be read, and a matcher of the policy that crashed, timed out or gave no usable answer, \
            make the request an error, whatever the other matchers say. A matcher that the run cannot use at all is \
            `matchers_complete`'s matter.
            """,
        reasons: [
            .imageMissing, .imageEmpty, .imageOutsideRoot, .imageNotAFile, .imageUnreadable, .imageUnsupported,
            .imageNotProcessed, .imageChanged, .imageGone,
            .imageOverLimit, .workerCrashed, .workerTimeout, .workerProtocol,
        ])

    var examples: [RuleExample] {
        [
            RuleExample("both photos processed by both matchers", .passed),
            RuleExample("the document photo is missing", .notRun, [.imageMissing], cause: .notProcessed) {
                $0.fail(.imageMissing, on: .document)
            },
            RuleExample("the back of the document is over a limit", .notRun, [.imageOverLimit], cause: .notProcessed) {
                $0.photos.append(
                    PhotoEvidence(role: .documentBack, failures: [Reason(.imageOverLimit, image: .documentBack)]))
            },
            RuleExample("only the veto matcher timed out", .notRun, [.workerTimeout], cause: .notProcessed) {
                $0.fail(.workerTimeout, on: .selfie, by: "beta")
            },
            RuleExample("a matcher that the policy does not name crashed", .passed) {
                $0.photos[0].failures = [Reason(.workerCrashed, image: .selfie, matcher: "other")]
            },
            RuleExample("a matcher says nothing about a photo", .notRun, [.workerProtocol], cause: .notProcessed) {
                $0.photos[0].extractions.removeAll { $0.matcher == "alpha" }
            },
            RuleExample("two faces and no score", .notRun, [.workerProtocol], cause: .notProcessed) {
                $0.scores["alpha"] = nil
            },
            RuleExample("a score that is not a number", .notRun, [.workerProtocol], cause: .notProcessed) {
                $0.scores["alpha"] = .nan
            },
            RuleExample("a matcher finds no face, which is an answer", .passed) {
                $0.see([], by: "alpha", on: .selfie)
            },
            RuleExample("a matcher that the run cannot use", .passed) { $0.remove("alpha") },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        let reasons = failures(input) + silences(input) + missingScores(input)
        guard !reasons.isEmpty else { return .passed() }
        var finding = RuleFinding.notRun(.notProcessed)
        finding.reasons = reasons
        return finding
    }

    private func failures(_ input: RuleInput) -> [Reason] {
        let absent = input.evidence.kind.facePhotos.filter { input.evidence.photo($0) == nil }
        return absent.map { Reason(.imageMissing, image: $0) }
            + input.evidence.photos.flatMap { photo in
                photo.failures.filter { failure in failure.matcher.map(input.policy.matchers.contains) ?? true }
            }
    }

    /// Silence must not pass for "nothing found": a matcher has an extraction or a failure for each photo.
    private func silences(_ input: RuleInput) -> [Reason] {
        input.evidence.kind.facePhotos.flatMap { role -> [Reason] in
            guard let photo = input.evidence.photo(role) else { return [] }
            return usableMatchers(input).compactMap { name in
                let hasFailed = photo.failures.contains {
                    $0.severity == .error && ($0.matcher == nil || $0.matcher == name)
                }
                guard !hasFailed, input.evidence.extraction(name, on: role) == nil else { return nil }
                return Reason(.workerProtocol, image: role, matcher: name, detail: "no answer about the photo")
            }
        }
    }

    private func missingScores(_ input: RuleInput) -> [Reason] {
        guard input.evidence.kind == .compare else { return [] }
        return usableMatchers(input).compactMap { name in
            let hasFaces = input.evidence.kind.facePhotos.allSatisfy { input.evidence.face(name, on: $0) != nil }
            guard hasFaces, input.evidence.score(name) == nil else { return nil }
            return Reason(.workerProtocol, matcher: name, detail: "faces on both photos, but no usable score")
        }
    }

    private func usableMatchers(_ input: RuleInput) -> [String] {
        input.policy.matchers.filter { input.evidence.descriptor($0) != nil }
    }
}
