import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

@Suite struct MailTests {
    @Test(arguments: [
        ("Hello", "Hello"), ("a  b\t\r\nc", "a b c"), ("x\r\nBcc: y@z.org", "x Bcc: y@z.org"), ("a\u{0}b", "ab"),
        ("=?utf-8?q?x?=", "=?utf-8?B?PT91dGYtOD9xP3g/PQ==?="), ("Grüße", "=?utf-8?B?R3LDvMOfZQ==?="),
        ("\u{202E}abc", "abc"),
    ])
    func subjectsAreOneHeader(_ text: String, _ value: String) {
        #expect(HeaderText.unstructured(text, used: 9) == value)
    }

    @Test(arguments: [
        "Ünïcödé " + String(repeating: "漢字かな ", count: 60), String(repeating: "👩‍👩‍👧‍👦", count: 40),
        "e" + String(repeating: "\u{301}", count: 200), String(repeating: "a", count: 2000),
        String(repeating: "علی رضایی ", count: 30), "🏴󠁧󠁢󠁥󠁮󠁧󠁿 flag",
    ])
    func encodedWordsAreShortAndWhole(_ text: String) throws {
        let value = HeaderText.unstructured(text, used: 9)
        var decoded: [UInt8] = []
        for (index, line) in ("Subject: " + value).components(separatedBy: "\r\n").enumerated() {
            #expect(line.utf8.count <= 76)
            let word = line.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "Subject: ", with: "")
            #expect(word.utf8.count <= 75 && word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
            #expect(index == 0 || line.hasPrefix(" "))
            let body = try #require(word.wholeMatch(of: /=\?utf-8\?B\?([A-Za-z0-9+\/=]+)\?=/)?.1)
            let bytes = [UInt8](try #require(Data(base64Encoded: String(body))))
            // Each word is text of its own: no character is cut.
            #expect(String(validating: bytes, as: UTF8.self) != nil)
            decoded += bytes
        }
        #expect(String(decoding: decoded, as: UTF8.self) == HeaderText.clean(text))
    }

    @Test(arguments: [
        "a@example.org", "first.last+tag@sub.example.org", "o'brien@example.ie", "x_y@e-x.org",
    ])
    func plainAddressesAreTaken(_ text: String) { #expect(MailAddress(text)?.text == text) }

    @Test(arguments: [
        "", "a", "a@", "@b.org", "a@b", "a@@b.org", "a b@c.org", "a@b.org\r\nBcc: x@y.org", "a@b.org,c@d.org",
        "<a@b.org>", "\"a\"@b.org", "a@[1.2.3.4]", "a@b.org\u{0}", "ä@b.org", "a@bü.org", ".a@b.org", "a..b@c.org",
        "a@-b.org", "a@b-.org", "a(c)@b.org", "a@b.org\n", String(repeating: "a", count: 65) + "@b.org",
    ])
    func otherAddressesAreNot(_ text: String) { #expect(MailAddress(text) == nil) }

    @Test(arguments: [
        ("", ""), ("a", "a\r\n"), ("a\n", "a\r\n"), ("a\r\nb\rc\n\n", "a\r\nb\r\nc\r\n\r\n"), ("a=b", "a=3Db\r\n"),
        ("a \n", "a=20\r\n"), ("a\t", "a=09\r\n"), (".", "=2E\r\n"), ("From me", "=46rom me\r\n"), ("Fro", "Fro\r\n"),
        ("é", "=C3=A9\r\n"), ("\u{0}", "=00\r\n"),
        (String(repeating: "a", count: 76), String(repeating: "a", count: 76) + "\r\n"),
        (String(repeating: "a", count: 77), String(repeating: "a", count: 75) + "=\r\naa\r\n"),
    ])
    func bodiesAreQuotedPrintable(_ text: String, _ encoded: String) {
        #expect(QuotedPrintable.encode(text) == encoded)
    }

    @Test(arguments: [
        ("Ada Lovelace", true), ("Seán O’Brien-Søren", true), ("علی رضایی", true), ("渡辺 美咲", true),
        ("J. R. Smith", true),
        ("Win money at evil.example", false), ("http://x", false), ("Call 0800 123", false), ("<b>x</b>", false),
        ("a@b", false), (String(repeating: "x", count: 81), false), ("", false),
    ])
    func greetsByNamesOnly(_ name: String, _ isName: Bool) {
        #expect((Greeting.name(name) != nil) == isName)
    }

    /// The row's address, and of the message its address and its greeting; the enrolled address is `ada@example.org`.
    @Test(
        arguments: [
            (nil, "ada@example.org", "Ada Lovelace"), ("ADA@Example.org", "ADA@Example.org", "Ada Lovelace"),
            // A false match must not tell a stranger whom they resemble.
            ("eve@example.org", "eve@example.org", nil), ("not an address", nil, nil),
        ] as [(String?, String?, String?)])
    func whomASearchFoundIsGreetedAtTheirOwnAddressOnly(row: String?, address: String?, name: String?) throws {
        var personal = PersonalData()
        personal.append(name: "full_name", value: "Row Name")
        if let row { personal.append(name: "email", value: row) }
        let found = GalleryEvidence(candidates: [GalleryEvidence.Candidate(subject: 7, rank: 1, scores: [:])])
        var decision = DecisionRecord(
            row: 1, line: 2, requestID: "R", kind: "identify", outcome: .approved, gallery: found)
        var archive = InMemoryArchive(
            run: GeneratedArchive(count: 1).run, decisions: [decision], personal: [1: personal], notified: [1])
        archive.subjects[7] = EnrolledPerson(subjectID: "m-7", name: "Ada Lovelace", email: "ada@example.org")
        let recipient = try Recipient(decision, personal, in: archive)
        #expect(recipient?.address.text == address)
        #expect(recipient?.name == name)
        // Nobody was found for certain: only what the row says counts.
        decision.outcome = .review
        let unsure = try Recipient(decision, personal, in: archive)
        #expect(unsure?.address.text == (row == "not an address" ? nil : row))
        #expect(unsure?.name != "Ada Lovelace")
    }

    @Test func nothingIsWrittenWithoutASender() throws {
        var archive = GeneratedArchive(count: 6)
        archive.run.mail = nil
        let rendered = try Rendered(archive)
        #expect(!FileManager.default.fileExists(atPath: "\(rendered.path)/notifications"))
    }

    @Test func oneMessageARowInAMaildirAndADigest() throws {
        let rendered = try Rendered(GeneratedArchive(count: 30))
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(rendered.path)/notifications/new").sorted()
        #expect(names.count == 31)
        for name in names {
            #expect(name.wholeMatch(of: /(\d{8}|digest)\.[0-9a-f]{16}\.eml/) != nil)
        }
        for folder in ["cur", "tmp"] {
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: "\(rendered.path)/notifications/\(folder)") == [])
        }
    }

    @Test func aRowWithoutAValidAddressGetsNone() throws {
        var personal = PersonalData()
        personal.append(name: "email", value: "a@b.org\r\nBcc: x@y.org")
        let decision = DecisionRecord(row: 1, line: 2, requestID: "R", kind: "compare", outcome: .approved)
        let archive = InMemoryArchive(
            run: GeneratedArchive(count: 1).run, decisions: [decision], personal: [1: personal], notified: [1])
        let rendered = try Rendered(archive)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(rendered.path)/notifications/new") == [])
    }

    @Test func anApplicantLearnsReasonsButNoNumbers() throws {
        let rendered = try Rendered(GeneratedArchive(count: 40))
        for file in try rendered.files() where file.hasPrefix("notifications/new/0") {
            let text = try rendered.text(file)
            #expect(!text.contains("opencv") && !text.contains("0.358") && !text.contains("face_"))
        }
    }

    @Test func whoseFaceIsTooPoorToJudgeIsNotToldOfAMismatch() {
        let decision = DecisionRecord(
            row: 1, line: 2, requestID: "a", kind: "compare", outcome: .review,
            reasons: [Reason(.faceTooSmall), Reason(.faceMismatch), Reason(.matcherMissing)])
        let text = "\(ApplicantView.make(decision, PersonalData(), name: nil, organisation: "Bank"))"
        #expect(!text.contains(ReasonCode.faceMismatch.definition.applicant ?? ""))
        #expect(text.contains(ReasonCode.faceTooSmall.definition.applicant ?? ""))
    }

    @Test(.enabled(if: Python.isInstalled, "python3 is not installed"), arguments: [false, true])
    func pythonFindsNoDefect(isHostile: Bool) throws {
        let archive = GeneratedArchive(count: 250, seed: 4, hostile: isHostile)
        let rendered = try Rendered(archive)
        let report = Python.run(MailChecker.script, ["\(rendered.path)/notifications/new"])
        #expect(report == "251 messages\n")
    }
}
