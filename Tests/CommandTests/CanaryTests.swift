import AuditTesting
import Foundation
import Synchronization
import Testing

/// Personal data planted in every field must appear in clear only where a reader needs it: in that person's own message,
/// and the claimed identity in the two machine-readable lists (DESIGN.md 4.8).
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct CanaryTests {
    private let folder: TemporaryFolder
    private static let planted = [
        "subject_id": "canary-subject-0815", "username": "canaryuser4242", "full_name": "Canaria Plantagenet",
        "date_of_birth": "1971-02-03", "email": "canary.bird@example.net", "phone": "+4915112345678",
        "national_id": "CANARY998877", "ip_address": "203.0.113.77", "device_id": "canary-device-4711",
        "submitted_at": "2026-01-30T03:17:29Z", "document_number": "CANARYDOC55", "document_expiry": "2031-07-19",
        "token": "canary.token.value", "group": "canary-group-31", "favourite_colour": "canary-yellow-2291",
        "weird \"<b>column": "canary-weird-9090",
    ]
    /// Not columns: the name of a photo's file, and what its camera wrote into it.
    private static let photoName = "canary-photo-name"
    private static let cameraText = "canary-camera-serial-77"

    init() throws {
        folder = try TemporaryFolder()
        try folder.write([], to: "tmp/empty")
        for photo in ["obama", "obama2"] {
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: Repository.path(".models/photos/\(photo).jpg"))))
            // A comment and an EXIF segment behind the start of the image.
            for (marker, text) in [(0xFE, Self.cameraText), (0xE1, "Exif\0\0" + Self.cameraText)] as [(UInt8, String)] {
                bytes.insert(contentsOf: [0xFF, marker, 0, UInt8(text.utf8.count + 2)] + Array(text.utf8), at: 2)
            }
            try folder.write(bytes, to: "photos/\(Self.photoName)-\(photo).jpg")
        }
        let names = Self.planted.keys.sorted()
        let values = names.compactMap { Self.planted[$0] }
        func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
        func row(_ id: String, _ selfie: String, _ values: [String]) -> String {
            ([id, selfie, "\(Self.photoName)-obama2.jpg"] + values).map(quoted).joined(separator: ",")
        }
        let lines = [
            (["request_id", "selfie", "document"] + names).map(quoted).joined(separator: ","),
            row("good", "\(Self.photoName)-obama.jpg", values), row("missing", "\(Self.photoName)-nowhere.jpg", values),
            // The e-mail address is bad in this one: the error must not quote it.
            row("bad", "\(Self.photoName)-obama.jpg", values.map { $0.replacing("@", with: "#") }),
        ]
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "m.csv")
    }

    private func auditor(_ arguments: [String]) async throws -> Programs.Ending {
        var environment = ProcessInfo.processInfo.environment
        environment["TMPDIR"] = folder.file("tmp")
        return try await Programs.auditor(arguments, in: folder, environment: environment)
    }

    private static let secrets =
        planted.values.flatMap { [$0, $0.replacing("@", with: "#")] } + [photoName, cameraText]

    /// Every file that the program left, and what it printed.
    private func leaks(in texts: [String: Data]) -> [String] {
        texts.flatMap { path, data in
            Self.secrets.filter { secret in
                data.range(of: Data(secret.utf8)) != nil && !Self.isAllowed(secret, in: path)
            }.map { "\($0) in \(path)" }
        }.sorted()
    }

    private static func isAllowed(_ secret: String, in path: String) -> Bool {
        if path.contains("notifications/new/0") { return [planted["full_name"], planted["email"]].contains(secret) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return ["decisions.csv", "report.json"].contains(name) && secret == planted["subject_id"]
    }

    @Test func plantedValuesAppearOnlyWhereAReaderNeedsThem() async throws {
        let watch = ProcessWatch(Self.secrets)
        let common = ["--progress", "json", "--matcher", "opencv"]
        let run = try await auditor(["run", "m.csv", "--output", "out", "--images-root", "photos"] + common)
        #expect(run.status == 3, "\(run.errors)")
        // Without the last clean-up of a database: as a kill would leave it.
        let again = try await auditor(["rerun", "1", "--output", "again"] + common)
        #expect(again.status == 3, "\(again.errors)")
        for arguments in [
            ["diff", "1", "2", "--output", "diff"], ["report", "1", "--output", "report"], ["runs", "--json"],
            ["log", "export", "--output", "log"], ["log", "verify", "--commitments", "--json"],
            ["log", "prove", "good", "--output", "proof"], ["log", "checkpoint"], ["status", "--json"],
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
        #expect(texts.keys.contains { $0.hasSuffix(".stderr") } && texts.keys.contains { $0.hasPrefix("out/faces/") })
        #expect(leaks(in: texts) == [])
        let mails = texts.filter { $0.key.hasPrefix("out/notifications/new/0") }
        #expect(mails.count == 2)
        #expect(mails.values.allSatisfy { $0.range(of: Data("Canaria Plantagenet".utf8)) != nil })
    }

    /// A killed run leaves the database as it was in the middle of its work.
    @Test func aKilledRunLeavesNothingInClear() async throws {
        let process = try Programs.start(
            ["run", "m.csv", "--output", "out", "--images-root", "photos", "--matcher", "opencv"], in: folder)
        while process.isRunning, !FileManager.default.fileExists(atPath: folder.file("audit.sqlite-wal")) {
            try await Task.sleep(for: .milliseconds(2))
        }
        try await Task.sleep(for: .milliseconds(600))
        kill(process.processIdentifier, SIGKILL)
        _ = try await Programs.finish(process, in: folder)
        var texts: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.contains("audit.sqlite")
        {
            texts[name] = try Data(contentsOf: URL(filePath: folder.file(name)))
        }
        #expect(leaks(in: texts) == [])
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
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }

    /// What was found; the watch ends.
    func stop() -> Set<String> {
        isStopped.store(true, ordering: .relaxed)
        return found.withLock { $0 }
    }
}
