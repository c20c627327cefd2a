package import AuditCore
package import AuditEngine
import Glibc
import Testing

/// What every manifest format must do. A format's own test file is a call of `check()` with a way to write requests
/// down in it and texts that are not in it.
package struct ManifestConformance: Sendable {
    /// The format under test.
    package var format: any ManifestFormat.Type
    /// The schema of XML manifests.
    package var xsd: String
    /// Writes rows of ordered fields, all strings. The names are among those of DESIGN.md 4.2 or `SeededRequests`.
    package var write: @Sendable ([[(name: String, value: String)]]) -> [UInt8]
    /// Texts that cannot be read as the format.
    package var malformed: [String]

    /// Creates a kit.
    package init(
        format: any ManifestFormat.Type, xsd: String,
        write: @escaping @Sendable ([[(name: String, value: String)]]) -> [UInt8], malformed: [String]
    ) {
        self.format = format
        self.xsd = xsd
        self.write = write
        self.malformed = malformed
    }

    /// Runs every check.
    package func check() throws {
        try checkDescriptor()
        try checkEmptyManifest()
        try checkRowsAcrossBlocks()
        try checkMalformedTextsAreRefusedWithPlace()
        try checkFieldOverLimitCostsItsRowOnly()
        try checkDamagedBytesNeverCrash()
        try checkSecondPassSeesEveryChange()
    }

    /// Opens bytes as a manifest of the format, and reads all rows.
    package func rows(_ bytes: [UInt8], fieldLimit: Int? = nil) throws -> [ManifestRow] {
        try withManifestFile(bytes, format: format) { path in
            var options = ManifestOptions(asOf: "2026-01-01")
            if let fieldLimit { options.limits.fieldBytes = fieldLimit }
            return try readManifest(path: path, xsd: xsd, options: options)
        }
    }

    private func checkDescriptor() throws {
        let descriptor = format.descriptor
        #expect(!descriptor.id.isEmpty && descriptor.id == descriptor.id.lowercased())
        #expect(!descriptor.title.isEmpty && !descriptor.summary.isEmpty)
        #expect(descriptor.fileExtensions.contains(descriptor.id))
    }

    private func checkEmptyManifest() throws {
        #expect(try rows(write([])).isEmpty, "a manifest without rows is valid")
    }

    private func checkRowsAcrossBlocks() throws {
        // Values of many lengths, so that every token falls on a block's edge somewhere.
        let requests = (0..<1500).map { index in
            [
                (name: "request_id", value: "r\(index)"), (name: "selfie", value: "a.jpg"),
                (name: "document", value: "b.jpg"),
                (name: "full_name", value: String(repeating: "é\"\\", count: 1 + index % 71)),
            ]
        }
        let result = try rows(write(requests))
        #expect(result.map(\.row) == Array(1...1500))
        #expect(result.map(\.requestID) == requests.map { $0[0].value })
        for (row, request) in zip(result, requests) {
            guard case .request(let parsed) = row.content else {
                Issue.record("row \(row.row) is no request")
                return
            }
            #expect(parsed.personal["full_name"] == request[3].value)
        }
        #expect(zip(result, result.dropFirst()).allSatisfy { $0.line < $1.line }, "lines grow")
    }

    private func checkMalformedTextsAreRefusedWithPlace() throws {
        for text in malformed {
            let error = #expect(throws: AuditError.self) { try rows(Array(text.utf8)) }
            #expect(error?.code == .manifestInvalid, "\(text)")
            #expect(error?.location?.line != nil && error?.location?.column != nil, "\(text)")
        }
    }

    private func checkFieldOverLimitCostsItsRowOnly() throws {
        let fields = [(name: "selfie", value: "a.jpg"), (name: "document", value: "b.jpg")]
        let result = try rows(
            write([
                [(name: "request_id", value: "big")] + fields
                    + [(name: "full_name", value: String(repeating: "x", count: 200_000))],
                [(name: "request_id", value: "next")] + fields + [(name: "full_name", value: "Ana")],
            ]), fieldLimit: 100_000)
        #expect(result.map(\.requestID) == ["big", "next"])
        guard case .invalid(_, _, let problems) = result[0].content, case .request = result[1].content else {
            Issue.record("the row over the limit must be invalid, the next one valid")
            return
        }
        #expect(problems.map(\.field) == ["full_name"])
    }

    private func checkDamagedBytesNeverCrash() throws {
        var generator = SplitMix(seed: 20_260_101)
        let sound = write(SeededRequests.make(count: 12, seed: 7))
        for _ in 0..<400 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8.random(in: 0...127, using: &generator), at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { break }
            }
            do {
                _ = try rows(bytes)
            } catch let error as AuditError {
                #expect(error.code == .manifestInvalid)
            }
        }
    }

    private func checkSecondPassSeesEveryChange() throws {
        let fields = [(name: "selfie", value: "a.jpg"), (name: "document", value: "b.jpg")]
        let sound = write((0..<4000).map { [(name: "request_id", value: "r\($0)")] + fields })
        for change in ManifestChange.allCases {
            try withManifestFile(sound, format: format) { path in
                let manifest = try Manifest.open(path: path, xsd: xsd, options: ManifestOptions(asOf: "2026-01-01"))
                var decided = 0
                let error = #expect(throws: AuditError.self, "\(change)") {
                    if change.isBeforeSecondPass { try change.apply(to: path, sound: sound) }
                    var rows = try manifest.rows()
                    if !change.isBeforeSecondPass { try change.apply(to: path, sound: sound) }
                    while let row = try rows.next() {
                        #expect(row.requestID == "r\(decided)", "an altered byte was handed out")
                        decided += 1
                    }
                }
                #expect(error?.code == .manifestChanged, "\(change)")
                #expect(decided <= 4000)
            }
        }
    }
}
