import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

/// Documents in a report: where something was read is shown, and what was read only to whom it may be.
@Suite struct DocumentPageTests {
    private static let sha256 = String(repeating: "ab", count: 32)
    /// The specimen of ICAO Doc 9303-4.
    private static let values = ["Anna Maria", "Eriksson", "L898902C3", "1974-08-12", "2012-04-15"]

    /// One request with a passport that was read.
    private struct Archive: RunArchive {
        var base: InMemoryArchive
        var run: RunRecord { base.run }

        func forEachDecision(_ outcomes: Set<Outcome>, _ body: (DecisionRecord) throws -> Void) throws {
            try base.forEachDecision(outcomes, body)
        }
        func personalData(row: Int) throws -> PersonalData { try base.personalData(row: row) }
        func faceCrop(imageSHA256: String, matcher: String) throws -> [UInt8]? { nil }
        func forEachNotification(_ body: (Int) throws -> Void) throws {}
        func decision(row: Int) throws -> DecisionRecord? { try base.decision(row: row) }

        func document(row: Int) throws -> ShownDocument? {
            func field(_ value: String, _ source: DocumentField.Source, proven: Bool = false) -> DocumentField {
                DocumentField(
                    value: value, source: source, proven: proven, confidence: 0.9, side: "front",
                    box: PixelBox(x: 400, y: 100, width: 300, height: 40))
            }
            let text = DocumentFields([.surname: field("Eriksson", .text), .givenNames: field("Anna Maria", .text)])
            var fields = text
            fields[.documentNumber] = field("L898902C3", .mrz, proven: true)
            fields[.dateOfBirth] = field("1974-08-12", .mrz, proven: true)
            fields[.expiry] = field("2012-04-15", .mrz, proven: true)
            let side = DocumentReading.Side(
                imageSHA256: DocumentPageTests.sha256, width: 1250, height: 880,
                mrz: [
                    PixelBox(x: 20, y: 760, width: 1200, height: 40), PixelBox(x: 20, y: 820, width: 1200, height: 40),
                ],
                faces: [DocumentFace(box: PixelBox(x: 60, y: 200, width: 260, height: 330), confidence: 0.9)])
            let reading = DocumentReading(sides: ["front": side], text: text, fields: fields)
            return ShownDocument(reading: reading) { $0 == "front" ? [0xFF, 0xD8, 0xFF, 0xE0, 0x5A] : nil }
        }
    }

    private static var archive: Archive {
        var run = GeneratedArchive(count: 1).run
        run.documentReader = DocumentReaderDescriptor(name: "document", version: "1", models: [], languages: [])
        var decision = DecisionRecord(
            row: 1, line: 2, requestID: "r1", kind: "compare", outcome: .review,
            reasons: [Reason(.documentExpired)], checks: [CheckResult(id: "document_expiry", state: .review)])
        decision.document = DocumentEvidence(
            reader: "document 1", sides: [.init(role: .document, zoneLines: 2, faces: 1)], type: "passport",
            zone: .init(format: "TD3", checkDigits: ["composite": true, "expiry": false], repairs: 1),
            fields: [.init(name: "expiry", source: "mrz", proven: true)], expiry: .init(.differs, proven: true))
        return Archive(base: InMemoryArchive(run: run, decisions: [decision]))
    }

    private func texts(_ rendered: Rendered) throws -> [(name: String, data: Data)] {
        try rendered.files().map { ($0, Data(try rendered.bytes($0))) }
    }

    @Test func aTeamSeesWhereSomethingWasReadAndNeitherPhotoNorValues() throws {
        let rendered = try Rendered(Self.archive)
        for name in ["documents.html", "requests/page-0001.html"] {
            let page = try rendered.text(name)
            #expect(page.contains("class=\"sheet\""))
            #expect(page.contains("box b-mrz") && page.contains("box b-face") && page.contains("box b-text"))
            #expect(page.contains("TD3, 1 of 2 check digits hold; 1 character repaired"))
            #expect(page.contains("•••C3") && page.contains("1974-••-••") && page.contains("A… M…"))
        }
        for (name, data) in try texts(rendered) {
            for value in Self.values { #expect(data.range(of: Data(value.utf8)) == nil, "\(value) in \(name)") }
        }
        #expect(try !rendered.files().contains { $0.contains("straightened") })
        #expect(try rendered.text("index.html").contains("documents.html"))
    }

    @Test func anAuditorSeesThePhotoAndTheValues() throws {
        let rendered = try Rendered(Self.archive, .auditor)
        let file = "faces/\(Self.sha256)-straightened.jpg"
        #expect(try rendered.bytes(file) == [0xFF, 0xD8, 0xFF, 0xE0, 0x5A])
        #expect(try rendered.text("documents.html").contains("href=\"\(file)\""))
        let page = try rendered.text("requests/page-0001.html")
        #expect(page.contains("href=\"../\(file)\""))
        for value in Self.values { #expect(page.contains(value)) }
    }

    @Test func thePublicSeesNothingOfIt() throws {
        let rendered = try Rendered(Self.archive, .public { _ in "x" })
        #expect(try !rendered.files().contains("documents.html"))
        for (name, data) in try texts(rendered) {
            for value in Self.values + [Self.sha256] {
                #expect(data.range(of: Data(value.utf8)) == nil, "\(value) in \(name)")
            }
        }
        #expect(try !rendered.text("report.json").contains("check_digits"))
    }

    @Test func theEvidenceIsInTheReportAsItIsInTheRecord() throws {
        let json = try rendered()
        #expect(try JSONSchemaCheck.problems(json: json, schema: "report.schema.json") == "")
        struct Report: Decodable { let requests: [DecisionRecord] }
        let report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
        let archive = Self.archive
        #expect(report.requests.first?.document == (try archive.decision(row: 1))?.document)
    }

    private func rendered() throws -> String { try Rendered(Self.archive).text("report.json") }
}
