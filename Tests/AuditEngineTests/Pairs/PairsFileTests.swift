import AuditCore
import AuditEngine
import AuditTesting
import Foundation
import Testing

@Suite struct PairsFileTests {
    private func write(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "pairs-\(UUID().uuidString)").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func aPairsFileGivesEachImageOnceAndKeepsGroupsAndSubjects() throws {
        let path = try write(
            """
            image_a,image_b,label,group,subject_a,subject_b
            a.jpg,b.jpg,1,x,ann,ann
            a.jpg,"c,d.jpg",0,,ann,bob

            """)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let pairs = try PairsFile.pairs(path: path, format: .csv).content
        #expect(pairs.images == ["a.jpg", "b.jpg", "c,d.jpg"])
        #expect(pairs.imageA == [0, 0])
        #expect(pairs.imageB == [1, 2])
        #expect(pairs.mated == [true, false])
        #expect(pairs.groups == [0, -1])
        #expect(pairs.subjectB == [0, 1])
        #expect(pairs.subjects == 2)
    }

    @Test(
        arguments: [
            ("10\t1\n" + String(repeating: "Ann\t1\t2\nAnn\t1\tBob\t3\n", count: 10), 10),
            ("1\nAnn 1 2\nAnn 1 Bob 3\n", nil),
        ] as [(String, Int?)])
    func bothLayoutsOfLFWAreRead(text: String, folds: Int?) throws {
        let path = try write(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let pairs = try PairsFile.pairs(path: path, format: .lfw).content
        #expect(pairs.images == ["Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", "Bob/Bob_0003.jpg"])
        #expect(Array(pairs.mated.prefix(2)) == [true, false])
        #expect(Set(pairs.folds).count == folds ?? 0)
        #expect(pairs.subjects == 2)
    }

    @Test(
        arguments: [
            ("image_a,image_b,label\na,b,2\n", PairsFormat.csv, 2, "label"),
            ("image_a,image_b,label,subject_a,subject_b\na,b,1,x,y\n", .csv, 2, "contradicts"),
            ("image_a,image_b\na,b\n", .csv, 1, "no column label"),
            ("image_a,image_b,lable\na,b,1\n", .csv, 1, "did you mean \"label\""),
            ("image_a,image_b,label\na,b\n", .csv, 2, "cells"),
            ("x\n", .lfw, 1, "expected the number"),
            ("2 1\nAnn 1 2\nAnn 1 Bob 3\n", .lfw, 3, "promises 4 pairs"),
            ("1\nAnn 1 Ann 2\n", .lfw, 2, "one person"),
            ("1\nAnn one 2\n", .lfw, 2, "expected \"name"),
        ] as [(String, PairsFormat, Int, String)])
    func aFaultIsRefusedWithItsLine(text: String, format: PairsFormat, line: Int, words: String) throws {
        let path = try write(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: AuditError.self) { try PairsFile.pairs(path: path, format: format) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.location?.line == line)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func anImageMayBelongToOneSubjectOnly() throws {
        let path = try write("image,subject\na,x\na,y\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: AuditError.self) { try PairsFile.subjects(path: path) }
    }

    @Test func aScoresFileIsReadTwiceAlikeAndAnEmptyScoreIsAFailure() throws {
        let path = try write("matcher,score,label\nm,0.5,1\nn,2e-1,0\nm,,0\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try ScoresFile(path: path)
        #expect(file.matchers == ["m", "n"])
        #expect(file.rows == [2, 1])
        for _ in 0..<2 {
            var scores: [Double] = []
            try file.forEachRow { scores.append($0.score) }
            #expect(Array(scores.prefix(2)) == [0.5, 0.2])
            #expect(scores[2].isNaN)
        }
    }

    @Test func aScoreThatIsNoNumberIsRefused() throws {
        let path = try write("matcher,score,label\nm,nan,1\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: AuditError.self) { try ScoresFile(path: path) }
    }
}
