import AuditCore
import AuditEngine
import AuditTesting
import Foundation
import Testing

@Suite struct SpecimenTruthTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ text: String) throws -> SpecimenTruth {
        try folder.write(Array(text.utf8), to: "truth.csv")
        return try SpecimenTruth(path: folder.file("truth.csv"))
    }

    @Test func theSidesOfADocumentAreOneSpecimenALevel() throws {
        let truth = try read(
            """
            file,document,side,kind,level,mrz_1,mrz_2,mrz_3,surname,date_of_birth,barcode
            0-f.jpg,0,front,td1,light,,,,Bo,1950-11-03,
            0-b.jpg,0,back,td1,light,I<UTO20VZTY214<YCQ2<<<<<<<<<<<,5011036M2806251UTO<<<<<<<<<<<2,IWASAKINO<<VERA<<<<<<<<<<<<<<<,Bo,1950-11-03,@\\n\\x1e\\rANSI \\\\ x
            0-f2.jpg,0,front,td1,heavy,,,,Bo,1950-11-03,

            """)
        #expect(truth.specimens.map(\.level) == ["light", "heavy"])
        let first = truth.specimens[0]
        #expect((first.front, first.back) == ("0-f.jpg", "0-b.jpg"))
        #expect(
            first.lines == [
                "I<UTO20VZTY214<YCQ2<<<<<<<<<<<", "5011036M2806251UTO<<<<<<<<<<<2",
                "IWASAKINO<<VERA<<<<<<<<<<<<<<<",
            ])
        #expect(first.fields == [.surname: "Bo", .dateOfBirth: "1950-11-03"])
        #expect(first.barcode == "@\n\u{1e}\rANSI \\ x")
        #expect(truth.specimens[1].back == nil)
        #expect(truth.specimens[1].lines.isEmpty)
    }

    @Test(arguments: [
        ("file,document,side,kind\n", "no column level"),
        ("file,document,side,kind,level\na,0,top,td3,light\n", "expected front or back"),
        ("file,document,side,kind,level\na,0,front,td3,light\nb,0,front,td3,light\n", "second photo of this side"),
        ("file,document,side,kind,level\na,0,back,td3,light\n", "a back and no front"),
        ("file,document,side,kind,level\n,0,front,td3,light\n", "is missing"),
        ("file,document,side,kind,level\n", "lists no photo"),
        ("file,document,side,kind,level,mrz_1,mrz_2\na,0,front,td3,light,P<UTO,SHORT\n", "two of 36 or 44"),
        ("file,document,side,kind,level,expiry\na,0,front,td3,light,2026-02-30\n", "expected a date"),
        ("file,document,side,kind,level,barcode\na,0,front,td3,light,\\q\n", "backslash"),
    ])
    func aTruthThatCannotBeTrustedIsRefused(text: String, words: String) throws {
        let error = #expect(throws: AuditError.self) { try read(text) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
}
