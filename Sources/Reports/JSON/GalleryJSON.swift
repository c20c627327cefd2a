import AuditCore

/// What the gallery answered in `report.json`: the keys of `GalleryEvidence` in alphabetical order.
extension JSONText {
    /// Writes the evidence.
    mutating func gallery(_ gallery: GalleryEvidence) {
        field("gallery") { text in
            text.field("candidates", array: gallery.candidates) { $0.candidate($1) }
            text.field("claim", gallery.claim?.rawValue)
            text.field("expected_false_alerts", gallery.expectedFalseAlerts)
            text.field("links", array: gallery.links) { $0.link($1) }
            text.field("listed", array: gallery.listed) { text, hit in
                text.object { text in
                    text.field("entry", Int(hit.entry))
                    text.field("field", hit.field)
                    text.field("list", hit.list.rawValue)
                    text.field("score", hit.score)
                }
            }
            text.field("probes", gallery.probes)
            text.field("searched", gallery.searched)
            text.field("subject", gallery.subject.map { Int($0) })
            text.field("subjects", gallery.subjects)
            text.field("templates", gallery.templates)
            text.field("threshold_basis", gallery.thresholdBasis)
            text.field("velocity", array: gallery.velocity) { text, count in
                text.object { text in
                    text.field("by", count.by)
                    text.field("count", count.count)
                    text.field("hours", count.hours)
                }
            }
            if let watch = gallery.watch { text.field("watch") { $0.watch(watch) } }
        }
    }

    /// How signs of fraud were looked for, within an object of its own.
    private mutating func watch(_ watch: GalleryEvidence.Watch) {
        field("basis", watch.basis)
        field("checks", array: watch.checks) { $0.string($1) }
        field("faces", watch.faces)
        field("false_match_rate", watch.falseMatchRate)
        field("matcher", watch.matcher)
        field("reject_threshold", watch.rejectThreshold)
        field("threshold", watch.threshold)
    }

    private mutating func candidate(_ candidate: GalleryEvidence.Candidate) {
        object { text in
            text.field("confidence", candidate.confidence)
            text.field("rank", candidate.rank)
            text.field("scores") { text in
                for (matcher, score) in candidate.scores.sorted(by: { $0.key < $1.key }) { text.field(matcher, score) }
            }
            text.field("subject", Int(candidate.subject))
        }
    }

    private mutating func link(_ link: GalleryEvidence.Link) {
        object { text in
            text.field("decision", link.decision.map { Int($0) })
            text.field("kind", link.kind.rawValue)
            text.field("matcher", link.matcher)
            text.field("score", link.score)
            text.field("subject", link.subject.map { Int($0) })
        }
    }
}
