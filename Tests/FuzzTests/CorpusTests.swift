import AuditTesting
import Foundation
import FuzzSurfaces
import Testing

/// What the fuzzers are seeded with and what they once found, without a fuzzer.
@Suite struct CorpusTests {
    private static let folder = Repository.path("Tests/Fuzz/Corpus")
    /// Fuzzed by programs of C++, which `make sanitize` runs over the same folders.
    private static let ofImages = ["image-decode", "image-header"]

    @Test(arguments: FuzzSurface.all) func everyPropertyHoldsForEveryFile(surface: FuzzSurface) throws {
        let folder = Self.folder + "/" + surface.id
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names.count >= 2, "a corpus has a text that is read and one that is not")
        for name in names {
            let bytes = try Data(contentsOf: URL(filePath: folder + "/" + name))
            #expect(throws: Never.self, "\(name)") { try surface.check(Array(bytes)) }
        }
    }

    @Test func theCorpusStaysSmall() throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: Self.folder)
        let sizes = files.compactMap { try? Data(contentsOf: URL(filePath: Self.folder + "/" + $0)).count }
        #expect(sizes.reduce(0, +) < 200_000)
    }

    @Test func everyCorpusBelongsToASurface() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        #expect(folders == (FuzzSurface.all.map(\.id) + Self.ofImages).sorted())
    }
}
