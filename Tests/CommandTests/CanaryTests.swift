import AuditTesting
import Foundation
import Synchronization
import Testing

/// Personal data planted in every field must appear in clear only where the redaction profile shows it (docs/privacy.md): in
/// that person's own message, the claimed identity in the two machine-readable lists (DESIGN.md 4.8), and everything on the
/// pages and in `report.json` that were asked for as `auditor`.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct CanaryTests {
    private let folder: TemporaryFolder
    /// Every field of a manifest but kind and photos, and columns that no format knows.
    private static let planted = [
        "subject_id": "canary-subject-0815", "username": "canaryuser4242", "full_name": "Canaria Plantagenet",
        "date_of_birth": "1971-02-03", "email": "canary.bird@example.net", "phone": "+4915112345678",
        "national_id": "CANARY998877", "ip_address": "203.0.113.77", "device_id": "canary-device-4711",
        "submitted_at": "2026-01-30T03:17:29Z", "document_number": "CANARYDOC55", "document_expiry": "2031-07-19",
        "document_type": "canary-passport-99", "locale": "cnr-Latn-x-canary77", "token": "canary.token.value",
        "group": "canary-group-31", "favourite_colour": "canary-yellow-2291", "weird \"<b>column": "canary-weird-9090",
        "sex": "X", "nationality": "ZQX", "issuing_state": "ZQY", "label": "1",
    ]
    /// Values so short that they stand in keys, digests and faces by chance: looked for as words, in texts only.
    private static let short = ["nationality", "issuing_state"].compactMap { planted[$0] }
    /// Of these no occurrence could be told from one of something else.
    private static let untold: Set<String> = ["sex", "label"]
    private static let requests = ["canary-request-good", "canary-request-missing", "canary-request-inline"]
    /// Not columns: the name of a photo's file, and what its camera wrote into it.
    private static let photoName = "canary-photo-name"
    private static let cameraText = "canary-camera-serial-77"
    private static let place = "canary-datum-WGS84"
    /// What a `data:` address of the photo has in it: the comment's first 18 bytes are 24 letters.
    private static let inline = Data("canary-camera-serial".utf8.prefix(18)).base64EncodedString()

    init() throws {
        folder = try TemporaryFolder()
        try folder.write([], to: "tmp/empty")
        var inline = ""
        for photo in ["obama", "obama2"] {
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: Repository.path(".models/photos/\(photo).jpg"))))
            // Behind the start of the image: a place in EXIF, and a comment.
            bytes.insert(contentsOf: Self.segment(0xE1, Self.exif), at: 2)
            // Its text begins at byte 6, where a letter of base64 does.
            bytes.insert(contentsOf: Self.segment(0xFE, Array(Self.cameraText.utf8)), at: 2)
            try folder.write(bytes, to: "photos/\(Self.photoName)-\(photo).jpg")
            inline = "data:image/jpeg;base64," + Data(bytes).base64EncodedString()
        }
        let names = Self.planted.keys.sorted()
        let values = names.compactMap { Self.planted[$0] }
        func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
        func row(_ id: String, _ selfie: String, _ values: [String]) -> String {
            ([id, selfie, "\(Self.photoName)-obama2.jpg"] + values).map(quoted).joined(separator: ",")
        }
        let lines = [
            (["request_id", "selfie", "document"] + names).map(quoted).joined(separator: ","),
            row(Self.requests[0], "\(Self.photoName)-obama.jpg", values),
            row(Self.requests[1], "\(Self.photoName)-nowhere.jpg", values),
            // The e-mail address is bad in this one: the error must not quote it.
            row("bad", "\(Self.photoName)-obama.jpg", values.map { $0.replacing("@", with: "#") }),
            row(Self.requests[2], inline, values),
            // Somebody else, in whose message nothing of the others may stand.
            row("other", "\(Self.photoName)-obama.jpg", names.map { $0 == "email" ? "nobody@example.net" : "" }),
        ]
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "m.csv")
    }

    /// So many bytes of a number, the highest first.
    private static func bigEndian(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, marker]
        bytes += bigEndian(body.count + 2, 2)
        return bytes + body
    }

    /// EXIF 2.32 in TIFF form, big-endian: the camera's maker, and a GPS directory with a datum.
    private static var exif: [UInt8] {
        func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: Int) -> [UInt8] {
            [(tag, 2), (type, 2), (count, 4), (value, 4)].flatMap { bigEndian($0.0, $0.1) }
        }
        let maker = Array("\(cameraText)\0".utf8)
        let datum = Array("\(place)\0".utf8)
        // Header 8, directory of two 30, directory of one 18; then the texts.
        var bytes = Array("Exif\0\0MM".utf8)
        bytes += bigEndian(42, 2)
        bytes += bigEndian(8, 4)
        bytes += bigEndian(2, 2)
        bytes += entry(0x010F, 2, maker.count, 56)
        bytes += entry(0x8825, 4, 1, 38)
        bytes += bigEndian(0, 4)
        bytes += bigEndian(1, 2)
        bytes += entry(0x0012, 2, datum.count, 56 + maker.count)
        bytes += bigEndian(0, 4)
        return bytes + maker + datum
    }

    private func auditor(_ arguments: [String]) async throws -> Programs.Ending {
        var environment = ProcessInfo.processInfo.environment
        environment["TMPDIR"] = folder.file("tmp")
        return try await Programs.auditor(arguments, in: folder, environment: environment)
    }

    private static let secrets =
        planted.filter { !untold.contains($0.key) }.values.flatMap { [$0, $0.replacing("@", with: "#")] }
        + [photoName, cameraText, place, inline]

    /// Every file that the program left, and what it printed.
    /// - Parameter profile: that of every output but the exported log.
    private func leaks(in texts: [String: Data], profile: String) -> [String] {
        let ids = profile == "public" ? Self.requests : []
        return texts.flatMap { path, data in
            (Self.secrets + ids).filter { secret in
                Self.holds(data, secret, in: path) && !Self.isAllowed(secret, in: path, profile: profile)
            }.map { "\($0) in \(path)" }
        }.sorted()
    }

    private static func holds(_ data: Data, _ secret: String, in path: String) -> Bool {
        guard short.contains(secret) else { return data.range(of: Data(secret.utf8)) != nil }
        guard !path.contains("audit.sqlite"), !path.hasSuffix(".jpg") else { return false }
        func isLetter(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"): true
            default: false
            }
        }
        var rest = data[...]
        while let found = rest.range(of: Data(secret.utf8)) {
            let before = found.lowerBound > data.startIndex && isLetter(data[found.lowerBound - 1])
            if !before, found.upperBound == data.endIndex || !isLetter(data[found.upperBound]) { return true }
            rest = data[found.upperBound...]
        }
        return false
    }

    private static func isAllowed(_ secret: String, in path: String, profile: String) -> Bool {
        // Request ids are in clear in the database (docs/privacy.md), and who looks one up has it.
        if requests.contains(secret) { return path.hasPrefix("audit.sqlite") || path.hasPrefix("proof") }
        if profile != "public", path.contains("notifications/new/0") {
            return [planted["full_name"], planted["email"]].contains(secret)
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if profile != "public", ["decisions.csv", "report.json"].contains(name), secret == planted["subject_id"] {
            return true
        }
        guard profile == "auditor", name == "report.json" || path.contains("/requests/") else { return false }
        let hidden = [photoName, cameraText, place, inline] + ["token", "group", "locale"].compactMap { planted[$0] }
        return !hidden.contains(secret)
    }

    @Test(arguments: ["public", "team", "auditor"])
    func plantedValuesAppearOnlyWhereTheProfileShowsThem(profile: String) async throws {
        let watch = ProcessWatch(Self.secrets.filter { !Self.short.contains($0) })
        let common = ["--progress", "json", "--matcher", "opencv", "--redaction", profile, "--log-format", "json"]
        let run = try await auditor(["run", "m.csv", "--output", "out", "--images-root", "photos"] + common)
        #expect(run.status == 3, "\(run.errors)")
        // Without the last clean-up of a database: as a kill would leave it.
        let again = try await auditor(["rerun", "1", "--output", "again"] + common)
        #expect(again.status == 3, "\(again.errors)")
        for arguments in [
            ["diff", "1", "2", "--output", "diff", "--redaction", profile],
            ["report", "1", "--output", "report", "--redaction", profile], ["runs", "--json"],
            ["log", "export", "--output", "log"], ["log", "verify", "--commitments", "--json"],
            ["log", "prove", Self.requests[0], "--output", "proof"], ["log", "checkpoint"], ["status", "--json"],
        ] {
            let ending = try await auditor(arguments)
            #expect(ending.status == 0, "\(arguments): \(ending.errors)")
        }
        #expect(watch.stop() == [])

        var texts: [String: Data] = [:]
        for case let path as String in try #require(FileManager.default.enumerator(atPath: folder.path))
        where path != "m.csv" && !path.hasPrefix("photos") {
            texts[path] = try? Data(contentsOf: URL(filePath: folder.file(path)))
        }
        // Database, keys, checkpoint, status, two reports and their pages, metrics, diff, log, proof, output and errors.
        for name in [
            "audit.sqlite", "audit.sqlite.keys", "audit.sqlite.checkpoint", "out/metrics.prom", "diff/diff.json",
        ] {
            #expect(texts[name] != nil, "\(name)")
        }
        let hasFaces = texts.keys.contains { $0.hasPrefix("out/faces/") }
        #expect(texts.keys.contains { $0.hasSuffix(".stderr") } && hasFaces == (profile != "public"))
        #expect(leaks(in: texts, profile: profile) == [])
        // Rendered again, the same, also where the log has grown in between.
        for path in texts.keys where path.hasPrefix("out/") {
            #expect(texts[path] == texts["report" + path.dropFirst(3)], "\(path)")
        }
        let mails = texts.filter { $0.key.hasPrefix("out/notifications/new/0") }
        #expect(mails.count == (profile == "public" ? 0 : 4))
        let own = mails.values.filter { $0.range(of: Data("Canaria Plantagenet".utf8)) != nil }
        #expect(own.count == (profile == "public" ? 0 : 3))
        for mail in mails.values where mail.range(of: Data("nobody@example.net".utf8)) != nil {
            #expect(!Self.secrets.contains { mail.range(of: Data($0.utf8)) != nil })
        }
        // What the profile shows is there: the test looks at outputs that could have held everything.
        let page = try #require(texts["out/requests/page-0001.html"])
        let shown = ["full_name", "national_id", "document_type", "nationality", "favourite_colour"]
        for name in shown {
            let value = try #require(Self.planted[name])
            #expect((page.range(of: Data(">\(value)<".utf8)) != nil) == (profile == "auditor"), "\(name)")
        }
        let leaves = try #require(texts["log/leaves.ndjson"])
        let disclosures = String(decoding: leaves, as: UTF8.self).matches(of: /"type":"disclosure"/).count
        #expect(disclosures == (profile == "auditor" ? 3 : 0))
    }

    /// What an erasure leaves: request ids where the profile shows them, outcomes and reasons; in `auditor` no more.
    @Test(arguments: ["public", "team", "auditor"])
    func nothingOfAnErasedPersonIsInWhatIsRenderedAgain(profile: String) async throws {
        let run = try await auditor([
            "run", "m.csv", "--output", "out", "--images-root", "photos", "--matcher", "opencv", "--progress", "none",
        ])
        #expect(run.status == 3, "\(run.errors)")
        let value = try #require(Self.planted["subject_id"])
        try folder.write(Array(value.utf8), to: "value")
        let erased = try await auditor(["erase", "--subject", "@\(folder.file("value"))"])
        #expect(erased.status == 0, "\(erased.output)\(erased.errors)")
        let report = try await auditor(["report", "1", "--output", "after", "--redaction", profile])
        #expect(report.status == 0, "\(report.errors)")
        #expect(try await auditor(["log", "verify", "--commitments"]).status == 0)

        var texts: [String: Data] = [:]
        for case let path as String in try #require(FileManager.default.enumerator(atPath: folder.path))
        where path.hasPrefix("after/") || path.hasPrefix("audit.sqlite") {
            texts[path] = try? Data(contentsOf: URL(filePath: folder.file(path)))
        }
        let found = texts.flatMap { path, data in
            Self.secrets.filter { Self.holds(data, $0, in: path) }.map { "\($0) in \(path)" }
        }
        #expect(found.sorted() == [])
        let page = try #require(texts["after/requests/page-0001.html"])
        #expect((page.range(of: Data(Self.requests[0].utf8)) != nil) == (profile != "public"))
        // Nobody is written to whose address is gone; the other person's message stays.
        let mails = texts.keys.filter { $0.hasPrefix("after/notifications/new/0") }
        #expect(mails.count == (profile == "public" ? 0 : 1))
    }

    /// A trial leaves nothing in the log, so it cannot show what has to be logged.
    @Test func aTrialShowsNoPersonalDataInClear() async throws {
        let ending = try await auditor(["rerun", "1", "--what-if", "--output", "out", "--redaction", "auditor"])
        #expect(ending.status == 64, "\(ending.errors)")
    }

    /// A killed run leaves the database as it was in the middle of its work.
    @Test func aKilledRunLeavesNothingInClear() async throws {
        let process = try Programs.start(
            ["run", "m.csv", "--output", "out", "--images-root", "photos", "--matcher", "opencv"], in: folder)
        while process.isRunning, !FileManager.default.fileExists(atPath: folder.file("audit.sqlite-wal")) {
            try await Task.sleep(for: .milliseconds(2))
        }
        try await Task.sleep(for: .milliseconds(600))
        kill(process.id, SIGKILL)
        _ = try await Programs.finish(process, in: folder)
        var texts: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.contains("audit.sqlite")
        {
            texts[name] = try Data(contentsOf: URL(filePath: folder.file(name)))
        }
        #expect(leaks(in: texts, profile: "team") == [])
    }
}

/// Looks at the arguments and the environment of every process while it lives.
private final class ProcessWatch: Sendable {
    private let found = Mutex<Set<String>>([])
    private let isStopped = Atomic<Bool>(false)

    init(_ secrets: [String]) {
        let secrets = secrets.map { ($0, Data($0.utf8)) }
        Thread.detachNewThread { [weak self] in
            while let self, !self.isStopped.load(ordering: .relaxed) {
                for process in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
                where Int(process) != nil {
                    for file in ["cmdline", "environ"] {
                        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/\(file)") else {
                            continue
                        }
                        for (secret, bytes) in secrets where data.range(of: bytes) != nil {
                            _ = self.found.withLock { $0.insert("\(secret) in \(file)") }
                        }
                    }
                }
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
    }

    /// What was found; the watch ends.
    func stop() -> Set<String> {
        isStopped.store(true, ordering: .relaxed)
        return found.withLock { $0 }
    }
}
