import AuditCore
import Foundation
import Testing

@testable import Reports

/// The page of duplicates: its drawing and the same in words.
@Suite struct DuplicatesPageTests {
    private static let crop: [UInt8] = [0xff, 0xd8, 0xff, 0xe0]

    /// A group of so many members, each tied to the one before it.
    private static func group(_ count: Int, text: String = "") -> DuplicatesRecord.Group {
        let members = (0..<count).map { index in
            DuplicatesRecord.Member(
                id: "r\(index)\(text)", isSubject: index == count - 1, identity: index + 1, run: 1, row: index + 1,
                outcome: .review,
                faces: [
                    DuplicatesRecord.Face(
                        sha256: String(repeating: "\(index % 10)", count: 64), matchers: ["opencv"])
                ])
        }
        let links = (1..<max(count, 1)).map { index in
            DuplicatesRecord.Link(
                a: members[index - 1].id, b: members[index].id, kind: index == 1 ? .samePhone : .sameFaceOtherIdentity,
                matcher: index == 1 ? nil : "opencv", score: index == 1 ? nil : 0.75)
        }
        return DuplicatesRecord.Group(
            risk: 104, identities: count, requests: members.dropLast().map(\.id), subjects: ["s"], members: members,
            links: links, chain: links)
    }

    private func page(_ record: DuplicatesRecord) throws -> (html: String, json: String, files: [String]) {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/out"
        try DuplicatesRenderer.render(record, templates: Repository.templates(), into: path) { _, _ in Self.crop }
        // A second time: the folder is known as ours.
        try DuplicatesRenderer.render(record, templates: Repository.templates(), into: path) { _, _ in Self.crop }
        return (
            try String(contentsOfFile: "\(path)/index.html", encoding: .utf8),
            try String(contentsOfFile: "\(path)/duplicates.json", encoding: .utf8),
            try FileManager.default.contentsOfDirectory(atPath: "\(path)/faces").sorted()
        )
    }

    private func record(_ groups: [DuplicatesRecord.Group], basis: String = "measured") -> DuplicatesRecord {
        DuplicatesRecord(
            requests: 9,
            search: DuplicatesRecord.Search(
                matcher: "opencv", faces: 9, comparisons: 36, threshold: 0.6, basis: basis, falseMatchRate: 0.01,
                links: 2),
            groups: groups, notices: ["A notice."])
    }

    @Test func everyMemberAndLinkOfTheDrawingStandsInWordsToo() throws {
        let page = try page(record([Self.group(5)]))
        #expect(page.html.components(separatedBy: "<image class=\"face\"").count == 6)
        #expect(page.html.components(separatedBy: "class=\"edge").count == 5)
        for member in 0..<4 { #expect(page.html.contains("<bdi>r\(member)</bdi>")) }
        #expect(page.html.contains("same phone") && page.html.contains("opencv 0.750"))
        #expect(page.html.contains("by chance 0.36 are expected") && page.html.contains("A notice."))
        #expect(page.files.count == 5)
        #expect(!page.html.contains("<bdi>r4</bdi>"), "the id of a subject is masked")
    }

    @Test func aPairThatIsTiedInTwoWaysHasTwoLines() throws {
        var group = Self.group(2)
        group.links += [.samePhoto, .nearPhoto, .sameFaceOtherIdentity].map {
            DuplicatesRecord.Link(a: "r1", b: "r0", kind: $0, score: 0)
        }
        let html = try page(record([group])).html
        for name in ["e-face", "e-photo", "e-contact"] {
            #expect(html.components(separatedBy: "class=\"edge \(name)\"").count == 2)
        }
    }

    @Test(arguments: [(1, 100), (2, 100), (3, 260), (12, 700)]) func aDrawingIsNoHigherThanItsFaces(
        members: Int, most: Int
    ) throws {
        let group = Self.group(members)
        let drawing = DuplicateDrawing(group: group, pictures: group.members.map { _ in nil }, id: "g1").markup
        let height = try #require(drawing.text.firstMatch(of: /viewBox="0 0 \d+ (\d+)"/).flatMap { Int($0.1) })
        #expect(height <= most)
    }

    @Test func ofALargeGroupTheCoreIsDrawnAndHowManyMore() throws {
        let page = try page(record([Self.group(30)]))
        #expect(page.html.components(separatedBy: "<image class=\"face\"").count == DuplicateDrawing.mostMembers)
        #expect(page.html.contains(">19 more</text>"))
    }

    @Test func aBoundIsNotCalledMeasured() throws {
        let page = try page(record([Self.group(2)], basis: "bound"))
        #expect(page.html.contains("by chance at most 0.36 are expected") && page.html.contains("not measured"))
    }

    @Test func withoutGroupsItSaysSo() throws {
        let page = try page(DuplicatesRecord(requests: 3))
        #expect(page.html.contains("Of 3 requests none is tied to somebody else."))
        #expect(page.html.contains("No faces were compared."))
    }

    @Test func foreignTextStaysText() throws {
        let page = try page(record([Self.group(3, text: "<script>alert(1)</script>")]))
        #expect(!page.html.contains("<script>alert"))
    }

    @Test(.enabled(if: Python.hasJSONSchema)) func theDataFollowItsSchema() throws {
        let page = try page(record([Self.group(4), Self.group(2)]))
        let problems = Python.run(
            """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            for e in jsonschema.Draft202012Validator(schema).iter_errors(json.loads(sys.argv[2])): print(e.message)
            """, ["\(Repository.root)/samples/schemas/duplicates.schema.json", page.json])
        #expect(problems == "")
    }
}
