import AuditCore

extension OpenRequest {
    /// Interprets what was read on the sides of the document. Nothing of it counts when a side could not be processed: the
    /// request is an error then.
    /// - Parameter asOf: The date that tells centuries apart.
    /// - Throws: `internal_error`.
    mutating func takeUpDocument(by station: DocumentStation?, asOf: CivilDate) throws(AuditError) {
        guard let station else { return }
        let sides = sights.filter { $0.record.role != .selfie && $0.evidence.failures.isEmpty }
        guard sides.count == sights.count(where: { $0.record.role != .selfie }) else { return }
        func side(_ role: ImageRole) -> DocumentPhoto? {
            guard let sight = sides.first(where: { $0.record.role == role }), let scan = sight.scan,
                let sha256 = sight.record.sha256
            else { return nil }
            return DocumentPhoto(imageSHA256: sha256, side: scan.side)
        }
        let (front, back) = (side(.document), side(.documentBack))
        guard front != nil || back != nil else { return }
        reading = try StoredReading(
            DocumentReading(front: front, back: back, asOf: asOf), reader: station.name, key: station.key)
    }
}
