import AuditCore
import AuditEngine
import AuditTesting
import Foundation
import Testing

@Suite struct ManifestFormatTests {
    static let kits = [
        ManifestConformance(
            format: ManifestFormats.builtIn[0], xsd: manifestSchema, write: ManifestWriters.csv,
            malformed: ["", "id,kind\n1,compare\n", "request_id,\n", "request_id\n\"a\"b\n", "request_id\n\"a"]),
        ManifestConformance(
            format: ManifestFormats.builtIn[1], xsd: manifestSchema, write: ManifestWriters.json,
            malformed: ["", "{}", "[", "[{]", "[{}", "[{},]", "[{}] x", "[{\"a\" 1}]", "[{\"a\":01}]", "[nul]"]),
        ManifestConformance(
            format: ManifestFormats.builtIn[2], xsd: manifestSchema, write: ManifestWriters.ndjson,
            malformed: ["{", "{\n}", "{} {}", "{\"a\":\"\n\"}", "[1", "{\"a\":1,}"]),
        ManifestConformance(
            format: ManifestFormats.builtIn[3], xsd: manifestSchema, write: ManifestWriters.xml,
            malformed: [
                "", "<requests>", "<requests><person/></requests>", "<requests>x</requests>", "<a/>", "<requests/>x",
            ]),
    ]

    @Test(arguments: 0..<4) func everyFormatPassesTheConformanceKit(index: Int) throws {
        try Self.kits[index].check()
    }

    @Test func everyRegisteredFormatHasAKit() {
        #expect(Self.kits.map { $0.format.descriptor.id } == ManifestFormats.descriptors.map(\.id))
    }

    @Test func everyFormatFileIsRegistered() throws {
        let folder = repositoryRoot + "/Sources/Auditor/Engine/Manifest"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix("Manifest.swift") && $0 != "Manifest.swift" }
        let registered = ManifestFormats.builtIn.map { "\($0).swift" }
        #expect(files.sorted() == registered.sorted(), "add the missing format to ManifestFormats.builtIn")
    }

    @Test(arguments: [3, 20_260_630, 99]) func fourFormatsGiveTheSameRowsByteForByte(seed: UInt64) throws {
        let requests = SeededRequests.make(count: 300, seed: seed)
        let expected = try Self.kits[0].rows(Self.kits[0].write(requests)).map(Self.spelled)
        #expect(expected.count == 300)
        #expect(expected.contains { $0.contains("duplicate_request_id") || $0.contains("duplicateRequestID") })
        for kit in Self.kits.dropFirst() {
            let rows = try kit.rows(kit.write(requests)).map(Self.spelled)
            #expect(rows == expected, "\(kit.format.descriptor.id)")
        }
    }

    /// A row's content in bytes: Swift's `==` takes canonically equivalent texts for equal.
    private static func spelled(_ row: ManifestRow) -> String {
        guard case .request(let request) = row.content else { return "\(row.row) \(row.content)" }
        let fields = request.personal.fields.map { "\($0.name)=\(Array($0.value.utf8))" }
        let images = request.images.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0)" }
        return "\(row.row) \(Array(request.requestID.utf8)) \(request.kind) \(fields) \(images)"
    }

    @Test(arguments: [
        ("m.csv", "request_id\n", "csv"), ("M.JSON", "[]", "json"), ("m.jsonl", "", "ndjson"),
        ("m.xml", "<requests/>", "xml"), ("m.dat", " \n[]", "json"), ("m", "\u{FEFF}{}", "ndjson"),
        ("m", "<requests/>", "xml"), ("m.txt", "request_id\n", "csv"),
    ])
    func formatIsChosenByExtensionElseByFirstByte(name: String, text: String, id: String) throws {
        try withManifestFile(Array(text.utf8), name: name) { path in
            let manifest = try Manifest.open(
                path: path, xsd: manifestSchema, options: ManifestOptions(asOf: "2026-01-01"))
            #expect(manifest.formatID == id)
            #expect(manifest.name == name)
        }
    }
}
