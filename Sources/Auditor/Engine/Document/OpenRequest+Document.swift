import AuditCore

extension OpenRequest {
    /// Interprets what was read on the sides of the document. Nothing of it counts when a side could not be processed: the
    /// request is an error then.
    /// - Parameter asOf: The date that tells centuries apart.
    /// - Throws: `internal_error`.
    mutating func takeUpDocument(by station: DocumentStation?, asOf: CivilDate) throws(AuditError) {
        guard let station else { return }
        let photos = sights.filter { $0.record.role != .selfie }
        guard photos.allSatisfy(\.evidence.failures.isEmpty) else { return }
        let sides = photos.compactMap { sight -> DocumentInterpreter.Side? in
            guard let scan = sight.scan, let sha256 = sight.record.sha256 else { return nil }
            return DocumentInterpreter.Side(name: sight.record.role.side, imageSHA256: sha256, reading: scan.side)
        }
        guard !sides.isEmpty else { return }
        reading = try StoredReading(
            DocumentInterpreter.interpret(sides, asOf: asOf), reader: station.name, key: station.key)
    }
}

extension ImageRole {
    /// The side of a document that the photo shows, as readings name it.
    var side: String { self == .documentBack ? "back" : "front" }
}
