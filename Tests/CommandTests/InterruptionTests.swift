import AuditTesting
import Foundation
import Testing

/// Kill, stop and overlap, with real processes.
@Suite(
    .tags(.models, .endToEnd, .slow), .enabled(if: Repository.hasModels, "needs the models: make setup"), .serialized,
    .timeLimit(.minutes(30)))
struct InterruptionTests {
    private let folder: TemporaryFolder
    private static let rows = 40

    init() throws {
        folder = try TemporaryFolder()
        let photos = ["obama.jpg", "obama2.jpg", "biden.jpg", "astronaut.png", "chelsea.png"]
        let rows = (0..<Self.rows).map { "r\($0),\(photos[$0 % 5]),\(photos[($0 / 5) % 5])" }
        try folder.write(Array((["request_id,selfie,document"] + rows).joined(separator: "\n").utf8), to: "m.csv")
    }

    private func arguments(_ name: String) -> [String] {
        [
            "run", "m.csv", "--output", name, "--database", "\(name).sqlite", "--matcher", "opencv", "--images-root",
            Repository.path(".models/photos"), "--progress", "none", "--as-of", "2026-01-31",
        ]
    }

    private func decisions(_ name: String) throws -> String {
        try String(contentsOfFile: folder.file("\(name)/decisions.csv"), encoding: .utf8)
    }

    @Test func aKilledRunResumesToTheSameDecisions() async throws {
        #expect(try await Programs.auditor(arguments("whole"), in: folder).status == 0)
        var kills = 0
        // After a third kill in the same request, as a slow machine may have it, that request would be suspected and put
        // aside; many kills are `make torture`.
        for attempt in 0..<2 {
            let process = try Programs.start(arguments("killed"), in: folder)
            // The first time in any case before the end.
            Programs.signal(process, SIGKILL, after: attempt == 0 ? 0.3 : Double.random(in: 0.2...2.5))
            let ending = try await Programs.finish(process, in: folder)
            if ending.status == 0 { break }
            #expect(ending.status == 128 + SIGKILL)
            kills += 1
        }
        #expect(try await Programs.auditor(arguments("killed"), in: folder).status == 0)
        #expect(kills > 0)
        #expect(try decisions("killed") == decisions("whole"))
        let runs = try await Programs.auditor(["runs", "--database", "killed.sqlite", "--json"], in: folder)
        #expect(runs.output.components(separatedBy: #""state" : "finished""#).count == 2)
    }

    @Test func sigtermFinishesWhatIsInHandAndTheSameCommandResumes() async throws {
        var ending: Programs.Ending
        repeat {
            // On a machine so busy that the run was over before anybody looked, there is another one to stop.
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.file(""))
            where file.hasPrefix("stopped") {
                try FileManager.default.removeItem(atPath: folder.file(file))
            }
            let process = try Programs.start(arguments("stopped"), in: folder)
            try await waitUntilDecided(1, database: "stopped.sqlite")
            kill(process.id, SIGTERM)
            ending = try await Programs.finish(process, in: folder)
        } while ending.status == 0
        #expect(ending.status == 75)
        #expect(ending.errors.contains("run the same command again"))
        let status = try await Programs.auditor(["status", "--database", "stopped.sqlite"], in: folder)
        #expect(status.output.contains("not running: interrupted"))
        #expect(try await Programs.auditor(arguments("stopped"), in: folder).status == 0)
        #expect(try decisions("stopped").split(separator: "\n").count == Self.rows + 1)
    }

    @Test func aSecondRunAndEveryOtherCommandFindTheDatabaseLocked() async throws {
        let process = try Programs.start(arguments("busy"), in: folder)
        try await waitUntilDecided(0, database: "busy.sqlite")
        // It stays where it is, however long the others take.
        kill(process.id, SIGSTOP)
        #expect(try await Programs.auditor(arguments("busy"), in: folder).status == 75)
        #expect(try await Programs.auditor(["runs", "--database", "busy.sqlite"], in: folder).status == 75)
        let status = try await Programs.auditor(["status", "--json", "--database", "busy.sqlite"], in: folder)
        #expect(status.status == 0)
        #expect(status.output.contains(#""running" : true"#))
        kill(process.id, SIGKILL)
        _ = try await Programs.finish(process, in: folder)
        // The lock goes with the process, although its workers may live a moment longer.
        #expect(try await Programs.auditor(["runs", "--database", "busy.sqlite"], in: folder).status == 0)
    }

    @Test func aManifestThatChangesUnderARunIsNotDecided() async throws {
        let process = try Programs.start(arguments("changed"), in: folder)
        let (manifest, status) = (folder.file("m.csv"), folder.file("changed.sqlite.status.json"))
        // On a thread of its own: a task may wait for a free thread longer than the run takes.
        Thread.detachNewThread {
            for _ in 0..<6000 {
                if let text = try? String(contentsOfFile: status, encoding: .utf8), text.contains("\"decided\"") {
                    break
                }
                usleep(5000)
            }
            guard let handle = FileHandle(forWritingAtPath: manifest), (try? handle.seekToEnd()) != nil else { return }
            try? handle.write(contentsOf: Data("\nextra,obama.jpg,obama.jpg\n".utf8))
        }
        let ending = try await Programs.finish(process, in: folder)
        #expect(ending.status == 65)
        let runs = try await Programs.auditor(["runs", "--database", "changed.sqlite"], in: folder)
        #expect(!runs.output.contains("finished"))
        #expect(runs.output.isEmpty || runs.output.contains("withdrawn"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("changed")))
    }

    @Test func aWorkerThatIsKilledCostsOneRequest() async throws {
        let process = try Programs.start(arguments("wounded") + ["--workers", "1"], in: folder)
        try await waitUntilDecided(1, database: "wounded.sqlite")
        let workers = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter {
            let stat = (try? String(contentsOfFile: "/proc/\($0)/stat", encoding: .utf8)) ?? ""
            return stat.contains("(auditor-worker) ") && stat.contains(" \(process.id) ")
        }
        #expect(workers.count == 1)
        for worker in workers { kill(worker, SIGKILL) }
        let ending = try await Programs.finish(process, in: folder)
        #expect(ending.status == 3)
        #expect(ending.errors.contains("worker failed"))
        #expect(ending.output.hasPrefix("run 1: "))
        let lines = try decisions("wounded").split(separator: "\n")
        #expect(lines.count == Self.rows + 1)
        #expect(lines.count { $0.contains("error,worker_crashed") } == 1)
        #expect(lines.count { $0.contains(",error,") } == 1)
    }

    /// Waits until a run has committed so many decisions, or with 0 until it holds the lock.
    private func waitUntilDecided(_ count: Int, database: String) async throws {
        for _ in 0..<600 {
            let data = try? Data(contentsOf: URL(filePath: folder.file("\(database).status.json")))
            let object = try data.map { try JSONSerialization.jsonObject(with: $0) } as? [String: Any]
            if let progress = object?["progress"] as? [String: Any], let decided = progress["decided"] as? Int,
                decided >= count
            {
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("the run did not come so far")
    }
}
