import AuditCore

extension RunSearches {
    /// What was found beside what chance alone would give, a sentence for each kind of search.
    var sentences: [String] {
        [
            gallery.map {
                $0.sentence("of the gallery", found: Wording.count($0.raised, "search", "searches") + " found somebody")
            },
            duplicates.map {
                $0.sentence(
                    "for faces under other identities", found: Wording.count($0.raised, "link", "links") + " found")
            },
        ].compactMap(\.self)
    }
}

extension RunSearches.Alerts {
    fileprivate func sentence(_ what: String, found: String) -> String {
        let size =
            "\(Wording.count(searches, "search", "searches")) \(what), "
            + "\(Wording.count(comparisons, "comparison", "comparisons")): \(found); "
        guard let expectedFalse else {
            return size + "how many of them are chance is not known: the threshold has no calibration."
        }
        let number = NumberText.significant(expectedFalse, digits: 2)
        return size
            + (isBound
                ? "by chance at most \(number) are expected (by the bound FMR <= exp(-LLR), not measured)."
                : "by chance \(number) are expected.")
    }
}
