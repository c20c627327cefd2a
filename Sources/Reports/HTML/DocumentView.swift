import AuditCore

/// What was read on a request's document: its straightened sides with a box around everything that was read, and the fields.
/// Where personal fields are masked, so is the picture: nothing of the photo is in the report but the portrait, and the boxes
/// lie on an empty sheet. A box over a picture would hide nothing from who opens the file.
struct DocumentView {
    let archive: any RunArchive
    let masking: Masking
    let pictures: DocumentFiles
    /// The way from the page to the report's folder.
    let root: String

    /// Fills the part of a request's view; nothing for a request whose document was not read.
    /// - Returns: whether there is something to see.
    @discardableResult
    func fill(_ view: inout View, _ decision: DecisionRecord) throws -> Bool {
        guard let evidence = decision.document, let shown = try archive.document(row: decision.row) else {
            view.flag("has_document", false)
            return false
        }
        let sides = try ["front", "back"].compactMap { name in
            try shown.reading.sides[name].map { try side(name, $0, shown, decision) }
        }
        view.flag("has_document", true)
        view.text("document_facts", Self.facts(evidence))
        view.list("sides", sides)
        let fields = DocumentFields.Name.allCases.compactMap { name in
            shown.reading.fields[name].map { field(name, $0) }
        }
        view.flag("has_fields", !fields.isEmpty)
        view.list("fields", fields)
        view.flag("is_masked", !masking.isClear)
        return true
    }

    private func side(
        _ name: String, _ side: DocumentReading.Side, _ shown: ShownDocument, _ decision: DecisionRecord
    ) throws -> View {
        let id = "d\(decision.row)-\(name)"
        let (width, height) = (max(1, side.width), max(1, side.height))
        var drawing = SVG(
            width: width, height: height, className: "document", title: "\(Wording.capitalized(name)) of the document",
            description: "The straightened side with a box around everything that was read", id: id)
        if let file = try pictures.write(name, of: shown, isShown: masking.isClear) {
            drawing.picture("paper", file: root + file, width: Double(width), height: Double(height))
        } else {
            drawing.rectangle("sheet", x: 0, y: 0, width: Double(width), height: Double(height))
        }
        // Letters as high as a fortieth of the side can be read on a page.
        let size = Double(max(width, height)) / 48
        func box(_ className: String, _ box: PixelBox, _ words: String) {
            drawing.rectangle("box \(className)", x: box.x, y: box.y, width: box.width, height: box.height)
            drawing.label("box-name \(className)", x: box.x, y: max(size, box.y - size / 3), size: size, words)
        }
        for (place, line) in side.mrz.enumerated() { box("b-mrz", line, "line \(place + 1)") }
        for (place, face) in side.faces.enumerated() {
            box("b-face", face.box, place == 0 ? "portrait" : "portrait \(place + 1)")
        }
        for barcode in Self.barcodes(shown.reading, on: name) { box("b-barcode", barcode.box, "barcode") }
        for field in DocumentFields.Name.allCases {
            guard let read = shown.reading.text[field], (read.side ?? "front") == name, let place = read.box else {
                continue
            }
            box("b-text", place, Wording.words(field.rawValue))
        }
        return View { view in
            view.fixed("side", Wording.capitalized(name))
            view.markup("drawing", drawing.markup)
            view.fixed("size", "\(width) × \(height) pixels")
        }
    }

    /// A barcode does not say on which side it was; a box outside of a side is not on it.
    private static func barcodes(_ reading: DocumentReading, on side: String) -> [BarcodeReading] {
        let home = reading.sides["back"] == nil ? "front" : "back"
        guard side == home, let size = reading.sides[side] else { return [] }
        return reading.barcodes.filter {
            $0.box.x + $0.box.width <= Double(size.width) + 1 && $0.box.y + $0.box.height <= Double(size.height) + 1
        }
    }

    private func field(_ name: DocumentFields.Name, _ read: DocumentField) -> View {
        View { view in
            view.text("field", Wording.capitalized(name.rawValue))
            view.text("value", masking.document(name, read.value))
            view.fixed("source", Self.source(read.source))
            view.fixed("trust", read.proven ? "proven" : NumberText.fixed(read.confidence, digits: 2))
            view.flag("is_proven", read.proven)
        }
    }

    private static func source(_ source: DocumentField.Source) -> String {
        switch source {
        case .mrz: "machine-readable zone"
        case .barcode: "barcode"
        case .text: "print"
        }
    }

    /// What kind of document, and how well it was read, in one line.
    static func facts(_ evidence: DocumentEvidence) -> String {
        var facts = [evidence.type.map(Wording.words) ?? "a document of a kind that is not known"]
        if let zone = evidence.zone {
            let held = zone.checkDigits.values.count { $0 }
            facts.append("\(zone.format), \(held) of \(zone.checkDigits.count) check digits hold")
            if zone.repairs > 0 { facts.append(Wording.count(zone.repairs, "character", "characters") + " repaired") }
        } else {
            facts.append("no machine-readable zone")
        }
        if evidence.hasLicence { facts.append("a licence's barcode") }
        if !evidence.problems.isEmpty {
            facts.append("problems: " + evidence.problems.map(Wording.words).joined(separator: ", "))
        }
        return facts.joined(separator: "; ")
    }
}

/// Writes the straightened sides that pages show, each once.
struct DocumentFiles {
    let folder: StagingFolder

    /// Writes a side.
    /// - Returns: the file's name within the output folder; nil when it is not shown or not there.
    func write(_ side: String, of shown: ShownDocument, isShown: Bool) throws -> String? {
        guard isShown, let digest = shown.reading.sides[side]?.imageSHA256, digest.utf8.count == 64,
            digest.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let jpeg = try shown.image(side), FaceFiles.isPicture(jpeg)
        else { return nil }
        let name = "faces/\(digest)-straightened.jpg"
        try folder.writeOnce(jpeg, to: name)
        return name
    }
}
