import AuditCore
import AuditEngine
import AuditTesting
import Foundation
import Testing

@Suite struct ManifestTests {
    @Test func digestIsThatOfTheFile() throws {
        try withManifestFile(Array("request_id\n".utf8), name: "m.csv") { path in
            let manifest = try Manifest.open(
                path: path, xsd: manifestSchema, options: ManifestOptions(asOf: "2026-01-01"))
            #expect(manifest.sha256 == "95b51ae9589dac2343bef743ec46f8ca50097d2b3c7ab190113b2b509edf0f1f")
            #expect(manifest.rowCount == 0)
        }
    }

    @Test(arguments: ["/dev/null", "/dev/zero", "/", "/nowhere/m.csv", "m\0.csv"])
    func onlyARegularFileIsOpened(path: String) throws {
        let error = #expect(throws: AuditError.self) { try readManifest(path: path, xsd: manifestSchema) }
        #expect(error?.code == .inputMissing)
        #expect(error?.code.exitStatus == .inputMissing)
    }

    @Test(.timeLimit(.minutes(30))) func fifoIsRefusedWithoutWaiting() throws {
        try withManifestFile([], name: "m.csv") { path in
            unlink(path)
            #expect(mkfifo(path, 0o600) == 0)
            let error = #expect(throws: AuditError.self) { try readManifest(path: path, xsd: manifestSchema) }
            #expect(error?.code == .inputMissing)
        }
    }

    @Test func asOfMustBeADate() throws {
        try withManifestFile(Array("request_id\n".utf8), name: "m.csv") { path in
            let error = #expect(throws: AuditError.self) {
                try readManifest(path: path, xsd: manifestSchema, options: ManifestOptions(asOf: "today"))
            }
            #expect(error?.code == .usage)
        }
    }

    @Test func sampleManifestsAreWhatTheirFolderSays() throws {
        for id in ManifestFormats.descriptors.map(\.id) {
            for folder in ["valid", "invalid"] {
                let base = "\(repositoryRoot)/samples/manifests/\(id)/\(folder)"
                let names = try FileManager.default.contentsOfDirectory(atPath: base).sorted()
                #expect(!names.isEmpty)
                for name in names {
                    let path = "\(base)/\(name)"
                    if folder == "valid" {
                        let rows = try readManifest(path: path, xsd: manifestSchema)
                        #expect(rows.count == 3, "\(path)")
                    } else {
                        let error = #expect(throws: AuditError.self, "\(path)") {
                            try readManifest(path: path, xsd: manifestSchema)
                        }
                        #expect(error?.code == .manifestInvalid)
                    }
                }
            }
        }
    }
}
