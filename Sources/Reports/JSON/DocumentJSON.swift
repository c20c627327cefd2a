import AuditCore

/// What a document showed in `report.json`: the keys of `DocumentEvidence` in alphabetical order.
extension JSONText {
    /// Writes the evidence.
    mutating func document(_ document: DocumentEvidence) {
        field("document") { text in
            text.field("age") { $0.verdict(document.age) }
            text.field("agreement", array: document.agreement) { $0.comparison($1) }
            text.field("claims", array: document.claims) { $0.comparison($1) }
            text.field("expiry") { $0.verdict(document.expiry) }
            text.field("fields", array: document.fields) { text, field in
                text.object { text in
                    text.field("name", field.name)
                    text.field("proven", field.proven)
                    text.field("source", field.source)
                }
            }
            text.field("ghosts", array: document.ghosts) { text, ghost in
                text.object { text in
                    text.field("role", ghost.role.rawValue)
                    text.field("similarity", ghost.similarity)
                }
            }
            text.field("has_licence", document.hasLicence)
            text.field("issuer") { $0.verdict(document.issuer) }
            text.field("problems", array: document.problems) { $0.string($1) }
            text.field("reader", document.reader)
            text.field("sides", array: document.sides) { text, side in
                text.object { text in
                    text.field("faces", side.faces)
                    text.field("mrz_lines", side.zoneLines)
                    text.field("role", side.role.rawValue)
                }
            }
            text.field("type", document.type)
            if let zone = document.zone { text.field("zone") { $0.zone(zone) } }
        }
    }

    private mutating func verdict(_ verdict: DocumentEvidence.Verdict) {
        field("cause", verdict.cause?.rawValue)
        field("proven", verdict.proven)
        field("result", verdict.result.rawValue)
    }

    private mutating func comparison(_ comparison: DocumentEvidence.Comparison) {
        object { text in
            text.field("field", comparison.field)
            text.field("similarity", comparison.similarity)
            text.field("sources", array: comparison.sources) { $0.string($1) }
            text.field("verdict") { $0.verdict(comparison.verdict) }
        }
    }

    private mutating func zone(_ zone: DocumentEvidence.Zone) {
        field("check_digits") { text in
            for (name, holds) in zone.checkDigits.sorted(by: { $0.key < $1.key }) { text.field(name, holds) }
        }
        field("format", zone.format)
        field("repairs", zone.repairs)
    }
}
