import AuditCore
import AuditTesting
import Testing

@testable import Reports

@Suite struct CSVTests {
    @Test(arguments: [
        ("R-1", "R-1"), ("", ""), ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=1+1", "\"'=1+1\""),
        ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@x", "\"'@x\""), ("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""),
        ("\nx", "\"'\nx\""), ("a\n=1", "\"a\n'=1\""), ("a\r\n=1", "\"a\r'\n'=1\""), (" =1", "\"' =1\""),
        ("\u{A0}=1", "\"'\u{A0}=1\""), ("\u{FEFF}=1", "\"'\u{FEFF}=1\""), ("＝1", "\"'＝1\""), ("a=1", "a=1"),
        (" a", "\" a\""), ("x;=1", "\"x;=1\""), ("a\u{2028}=1", "\"a\u{2028}'=1\""),
    ])
    func cellsAreInert(_ text: String, _ cell: String) {
        #expect(CSVText.cell(text) == cell)
    }

    @Test(arguments: [
        (0.5, "0.500000"), (-0.25, "-0.250000"), (0, "0.000000"), (-0.0, "0.000000"), (-1e-9, "0.000000"),
        (0.0000005, "0.000001"), (99.9999999, "100.000000"), (12345.678, "12345.678000"), (.nan, ""), (.infinity, ""),
    ])
    func numbersHaveSixDecimalsAndNoApostrophe(_ number: Double, _ cell: String) {
        #expect(CSVText.cell(number) == cell)
    }

    @Test func oneRowARequestInManifestOrder() throws {
        let archive = GeneratedArchive(count: 300)
        let rows = CSVReader.rows(try Rendered(archive).text("decisions.csv"))
        #expect(
            rows.first == [
                "request_id", "kind", "outcome", "reasons", "confidence", "subject_id", "opencv_score",
                "opencv_threshold", "dlib_score", "dlib_threshold",
            ])
        var index = 1
        try archive.forEachDecision { decision in
            #expect(rows[index][0] == decision.requestID)
            #expect(rows[index][2] == decision.outcome.rawValue)
            #expect(
                rows[index][3].split(separator: ";").map(String.init).first == decision.reasons.first?.code.rawValue)
            index += 1
        }
        #expect(rows.count == 301)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func noCellOfAHostileRunIsAFormula(seed: UInt64) throws {
        let text = try Rendered(GeneratedArchive(count: 200, seed: seed, hostile: true)).text("decisions.csv")
        let rows = CSVReader.rows(text)
        #expect(rows.count == 201)
        for row in rows {
            #expect(row.count == 10)
            for cell in row[0...3] + [row[5]] {
                for line in cell.split(whereSeparator: { $0.isNewline }) {
                    let head = line.unicodeScalars.first { !$0.properties.isWhitespace && $0.value != 0xFEFF }
                    #expect(!["=", "+", "-", "@", "＝"].contains(head.map { String($0) } ?? ""))
                }
            }
        }
    }
}

/// A reader of RFC 4180, for checking what was written.
enum CSVReader {
    static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        var previous: Unicode.Scalar = "\n"
        for scalar in text.unicodeScalars {
            if isQuoted {
                if scalar == "\"" { isQuoted = false } else { cell.append(scalar) }
            } else if scalar == "\"" {
                // Two quotes in a quoted cell are one.
                if previous == "\"", !cell.isEmpty || row.isEmpty { cell.append(scalar) }
                isQuoted = true
            } else if scalar == "," || scalar == "\n" {
                row.append(String(cell))
                cell = String.UnicodeScalarView()
                if scalar == "\n" {
                    rows.append(row)
                    row = []
                }
            } else {
                cell.append(scalar)
            }
            previous = scalar
        }
        return rows
    }
}
