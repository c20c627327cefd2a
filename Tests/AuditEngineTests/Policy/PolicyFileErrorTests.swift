import AuditCore
import Foundation
import Testing

@testable import AuditEngine

/// Every mistake names file, line, column, expected and found, and ends with exit status 78.
@Suite struct PolicyFileErrorTests {
    @Test(arguments: Mistake.all) func namesThePlace(_ mistake: Mistake) {
        let error = #expect(throws: AuditError.self) { try parse(mistake.text) }
        #expect(error?.code == .policyInvalid)
        #expect(error?.code.exitStatus == .configuration)
        let place = error?.location.map { "\($0.line ?? 0):\($0.column ?? 0)" }
        #expect(place == mistake.place, "\(error?.description ?? "")")
        #expect(error?.location?.file == "p.yaml")
        for part in mistake.says { #expect(error?.message.contains(part) == true, "\(error?.message ?? "")") }
    }

    @Test func bytesThatAreNoTextHaveNoLine() {
        let error = #expect(throws: AuditError.self) {
            try PolicyFile.parse([0x61, 0xFF], file: "p.yaml", sha256: "")
        }
        #expect(error?.location == AuditCore.SourceLocation(file: "p.yaml"))
    }

    @Test func aHugeFileIsNotParsed() {
        let error = #expect(throws: AuditError.self) {
            try PolicyFile.parse([UInt8](repeating: 0x20, count: 1 << 20 + 1), file: "p.yaml", sha256: "")
        }
        #expect(error?.code == .policyInvalid)
    }
}

/// A policy text with what is wrong about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// `line:column`.
    let place: String
    let says: [String]

    /// The minimal policy with one line replaced or, after its four lines, added.
    init(_ name: String, line: Int = 5, _ content: String, at place: String, says: [String]) {
        var lines = Samples.minimal.split(separator: "\n").map(String.init)
        if line <= lines.count { lines[line - 1] = content } else { lines.append(content) }
        testDescription = name
        text = lines.joined(separator: "\n") + "\n"
        self.place = place
        self.says = says
    }

    static let all = syntax + root + matchers + thresholds + faces + rest

    static let syntax = [
        Mistake("unclosed list", "checks: [", at: "6:1", says: ["valid YAML"]),
        Mistake("tab", "\tchecks: {}", at: "5:1", says: ["valid YAML"]),
        Mistake("duplicate key", "name: again", at: "2:1", says: ["each key once", "\"name\""]),
        Mistake("duplicate nested key", "quality: {max_yaw: 1, max_yaw: 2}", at: "5:11", says: ["\"max_yaw\""]),
        Mistake("unknown alias", "quality: *nothing", at: "5:10", says: ["alias"]),
        Mistake("second document", "---\nname: b", at: "5:1", says: ["valid YAML"]),
        Mistake("column after wide characters", "checks: {lists: on, \"é€\": 1}", at: "5:21", says: ["unknown key"]),
        Mistake("bytes before the place", "notifications: {organisation: é€, from: x}", at: "5:44", says: ["found x"]),
    ]

    static let root = [
        Mistake(
            "unknown key with a near name", "qualty: {}", at: "5:1", says: ["unknown key \"qualty\"", "\"quality\"?"]),
        Mistake("unknown key without one", "zzz: 1", at: "5:1", says: ["known are schema_version, name"]),
        Mistake("merge key", "<<: {name: b}", at: "5:1", says: ["unknown key \"<<\""]),
        Mistake("missing name", line: 2, "# none", at: "1:1", says: ["expected the key \"name\"", "found none"]),
        Mistake(
            "other schema version", line: 1, "schema_version: 2", at: "1:17", says: ["schema version 1", "found 2"]),
        Mistake("quoted schema version", line: 1, "schema_version: \"1\"", at: "1:17", says: ["found text \"1\""]),
        Mistake("empty name", line: 2, "name:", at: "2:6", says: ["name: expected text, found nothing"]),
        Mistake("name with a line break", line: 2, "name: \"a\\nb\"", at: "2:7", says: ["on one line"]),
        Mistake("list as name", line: 2, "name: [a]", at: "2:7", says: ["found a list of 1"]),
        Mistake(
            "unknown face choice", "face_choice: larges", at: "5:14", says: ["largest or central", "\"largest\"?"]),
    ]

    static let matchers = [
        Mistake(
            "list for a mapping", line: 3, "matchers: [opencv]", at: "3:11", says: ["expected a mapping, found a list"]),
        Mistake("no order", line: 3, "matchers: {combine: all}", at: "3:11", says: ["\"order\""]),
        Mistake("empty order", line: 3, "matchers: {order: []}", at: "3:19", says: ["at least one matcher"]),
        Mistake(
            "order as text", line: 3, "matchers: {order: opencv}", at: "3:19",
            says: ["a list of matchers", "found opencv"]),
        Mistake(
            "same matcher twice", line: 3, "matchers: {order: [opencv], veto: [opencv]}", at: "3:36", says: ["once"]),
        Mistake(
            "bad name", line: 3, "matchers: {order: [Open CV]}", at: "3:20", says: ["matcher's name", "found Open CV"]),
        Mistake(
            "unknown combination", line: 3, "matchers: {combine: majorty, order: [opencv]}", at: "3:21",
            says: ["primary or all or any or majority", "found majorty", "\"majority\"?"]),
        Mistake(
            "matcher without thresholds", line: 3, "matchers: {order: [opencv], veto: [dlib]}", at: "3:36",
            says: ["expected thresholds for \"dlib\"", "found none"]),
        Mistake(
            "misspelt matcher", line: 3, "matchers: {order: [opncv]}", at: "3:20", says: ["did you mean \"opencv\"?"]),
    ]

    static let thresholds = [
        band(
            "similarity the wrong way round", "{approve: 0.3, reject: 0.5}", at: "4:45",
            says: ["at or below approve (0.3)", "found 0.5"]),
        band(
            "distance the wrong way round", "{approve: 0.3, reject: 0.2}", matcher: "dlib", at: "4:43",
            says: ["at or above approve (0.3)", "found 0.2"]),
        band("missing reject", "{approve: 0.3}", at: "4:22", says: ["\"reject\""]),
        band("text", "{approve: high, reject: 0.3}", at: "4:32", says: ["a score (a finite number)", "found high"]),
        band("quoted number", "{approve: \"0.5\", reject: 0.3}", at: "4:32", says: ["found text \"0.5\""]),
        band("not a number", "{approve: .nan, reject: 0.3}", at: "4:32", says: ["found .nan"]),
        band("infinite", "{approve: .inf, reject: 0.3}", at: "4:32", says: ["found .inf"]),
        band("hexadecimal", "{approve: 0x1, reject: 0.3}", at: "4:32", says: ["found 0x1"]),
        band("overflow", "{approve: 1e999, reject: 0.3}", at: "4:32", says: ["found 1e999"]),
        band("unknown key", "{aprove: 0.5, reject: 0.3}", at: "4:23", says: ["\"approve\"?"]),
        band(
            "rate without calibration", "{approve: {max_false_match_rate: 0.001}, reject: 0.3}", at: "4:32",
            says: ["calibration: FILE"]),
        band(
            "a calibration that is not there",
            "{approve: {max_false_match_rate: 0.001}, reject: 0.3, calibration: none.json}",
            at: "4:89", says: ["there is no calibration none.json"]),
        band(
            "a rate below what the sample supports",
            "{approve: {max_false_match_rate: 0.0001}, reject: 0.3, calibration: c.json}", at: "4:55",
            says: ["does not support the rate 0.0001", "100000 non-mated", "at least 30", "supports is 0.0003"]),
        band(
            "approve's rate above reject's",
            "{approve: {max_false_match_rate: 0.01}, reject: {max_false_match_rate: 0.001}, calibration: c.json}",
            at: "4:70", says: ["at or above approve's 0.01", "found 0.001"]),
        band(
            "a calibration without the matcher", "{approve: 1, reject: 0, calibration: c.json}",
            matcher: "my-plugin", at: "4:62", says: ["calibration of my-plugin", "opencv, dlib, fused"]),
        band(
            "a fusion without calibration", "{approve: 3, reject: 0}", matcher: "fused", at: "4:21",
            says: ["calibration: FILE"]),
        band(
            "impossible rate", "{approve: {max_false_match_rate: 2}, reject: 0.3, calibration: c.json}", at: "4:55",
            says: ["above 0 and below 1", "found 2"]),
    ]

    static let faces = [
        Mistake(
            "negative minimum", "quality: {min_inter_eye_distance: -1}", at: "5:35",
            says: ["pixels, 0 or more", "found -1"]),
        Mistake(
            "confidence above 1", "quality: {min_detector_confidence: 70}", at: "5:36", says: ["0 to 1", "found 70"]),
        Mistake("nothing", "quality: {max_yaw: }", at: "5:20", says: ["found nothing"]),
        Mistake("one brightness", "quality: {brightness: [5]}", at: "5:23", says: ["[darkest, brightest]"]),
        Mistake(
            "brightness reversed", "quality: {brightness: [200, 40]}", at: "5:29", says: ["200.0 to 255", "found 40"]),
        Mistake("half a section", "multiple_faces: {min_confidence: 0.8}", at: "5:17", says: ["\"min_relative_area\""]),
        Mistake("near key", "quality: {min_sharpnes: 1}", at: "5:11", says: ["\"min_sharpness\"?"]),
    ]

    static let rest = [
        Mistake(
            "word for a switch", "decision: {rejects: sometimes}", at: "5:21",
            says: ["true or false", "found sometimes"]),
        Mistake(
            "fraction for a count", "limits: {max_image_bytes: 0.5}", at: "5:27", says: ["bytes, 1 to", "found 0.5"]),
        Mistake("too long a time", "limits: {request_timeout_seconds: 9999}", at: "5:35", says: ["1 to 3600"]),
        Mistake(
            "a kind of document that does not exist", "checks: {document: {outcome: review, types: [pass]}}",
            at: "5:46",
            says: ["passport", "found pass"]),
        Mistake(
            "no kind of document", "checks: {document: {outcome: review, types: []}}", at: "5:45",
            says: ["at least one"]),
        Mistake(
            "a path for a language", "checks: {document: {outcome: review, languages: [../eng]}}", at: "5:50",
            says: ["such as eng"]),
        Mistake(
            "settings without an outcome", "checks: {document: {min_age: 18}}", at: "5:20", says: ["\"outcome\""]),
        Mistake("number for a check", "checks: {document: 1}", at: "5:20", says: ["on, off", "found 1"]),
        Mistake("unknown check", "checks: {duplicate: on}", at: "5:10", says: ["\"duplicates\"?"]),
        Mistake(
            "a search that rejects", "checks: {duplicates: {outcome: reject}}", at: "5:32",
            says: ["checks.duplicates.outcome", "never rejects by itself"]),
        Mistake(
            "a list that rejects", "checks: {lists: {outcome: reject}}", at: "5:27", says: ["never rejects by itself"]),
        Mistake(
            "sender that is no address", "notifications: {organisation: A, from: desk}", at: "5:40",
            says: ["e-mail address", "found desk"]),
        Mistake(
            "address with a header", "notifications: {from: \"a@b.org\\nBcc: c@d.org\"}", at: "5:23",
            says: ["line break"]),
        Mistake("address in brackets", "notifications: {from: A <a@b.org>}", at: "5:23", says: ["e-mail address"]),
        Mistake(
            "reviewer that is no address", "notifications: {reviewers: [a@example.org, b@c]}", at: "5:44",
            says: ["notifications.reviewers[1]"]),
        Mistake(
            "sender without a name", "notifications: {from: a@example.org}", at: "5:16", says: ["\"organisation\""]),
    ]

    private static func band(
        _ name: String, _ band: String, matcher: String = "opencv", at place: String, says: [String]
    ) -> Mistake {
        var mistake = Mistake(name, line: 4, "thresholds: {\(matcher): \(band)}", at: place, says: says)
        if matcher != "opencv" {
            mistake = mistake.replacing("[opencv]", with: "[\(matcher)]")
        }
        return mistake
    }

    private func replacing(_ old: String, with new: String) -> Mistake {
        Mistake(testDescription, text: text.replacingOccurrences(of: old, with: new), place: place, says: says)
    }

    private init(_ name: String, text: String, place: String, says: [String]) {
        testDescription = name
        self.text = text
        self.place = place
        self.says = says
    }
}
