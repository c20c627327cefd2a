import AuditTesting
import Foundation
import Testing

/// As bare as cron and systemd give it: no HOME, no LANG, two folders in PATH, `/` as the working folder, and a standard
/// input that is closed. The outputs are those of a terminal with everything set.
@Suite(
    .tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .timeLimit(.minutes(30)))
struct BareEnvironmentTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let rows = ["a,obama.jpg,obama2.jpg,Émile Ødegård", "b,biden.jpg,obama.jpg,李雷", "c,nowhere.jpg,obama.jpg,X"]
        try folder.write(
            Array((["request_id,selfie,document,full_name"] + rows).joined(separator: "\n").utf8), to: "m.csv")
    }

    /// What a night leaves and prints, without what is about time and place.
    private struct Night: Equatable {
        var statuses: [Int32] = []
        var texts: [String] = []
        /// Each file's lines; of an image, its bytes as if they were text.
        var files: [String: [Substring]] = [:]
    }

    /// Runs run, report, runs, status and doctor in a folder of their own.
    /// - Parameter bare: `env -i`, `/`, no standard input.
    private func night(_ name: String, bare: Bool, mask: String = "022") async throws -> Night {
        let place = folder.file(name)
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let database = ["--database", place + "/audit.sqlite"]
        let commands = [
            [
                "run", folder.file("m.csv"), "--output", place + "/out", "--images-root",
                Repository.path(".models/photos"), "--matcher", "opencv", "--progress", "none", "--as-of", "2026-01-31",
            ] + database,
            ["report", "1", "--output", place + "/again"] + database,
            ["runs", "--json"] + database, ["status", "--json"] + database, ["runs"] + database,
        ]
        let full = [
            "HOME": "/root", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "TERM": "xterm",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "USER": "root",
        ]
        let script = bare ? #"cd / && umask "$0" && exec "$@" <&-"# : #"umask "$0" && exec "$@""#
        let environment = bare ? ["PATH": "/usr/bin:/bin"] : full
        var night = Night()
        for command in commands {
            // Set by env, so that the shell's own variables (PWD, SHLVL) do not reach the program either.
            let call = ["/usr/bin/env", "-i"] + environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let ending = try await Programs.auditor(
                ["-c", script, mask] + call + [Programs.folder + "auditor"] + command, in: folder,
                environment: ["PATH": "/usr/bin:/bin"], executable: "/bin/sh")
            night.statuses.append(ending.status)
            night.texts += [ending.output, ending.errors].map { stable($0, place: place) }
        }
        for output in ["out", "again"] {
            let files = FileManager.default.enumerator(atPath: place + "/" + output)
            for case let path as String in try #require(files) {
                guard let data = try? Data(contentsOf: URL(filePath: "\(place)/\(output)/\(path)")) else { continue }
                var text = stable(String(decoding: data, as: UTF8.self), place: place)
                // The digest's name and identifiers hang on the run's time, which its header has too.
                let name = path.replacing(/digest\.[0-9a-f]+/, with: "digest")
                if name != path {
                    text = text.replacing(/[0-9a-f]{16,}|[A-Za-z0-9+\/]{20,}|\d\d:\d\d:\d\d/, with: "VOLATILE")
                }
                night.files["\(output)/\(name)"] = text.split(
                    omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            }
        }
        return night
    }

    /// Without the times of this run, the speed, the process and the folder.
    private func stable(_ text: String, place: String) -> String {
        text.replacingOccurrences(of: place, with: "PLACE")
            .replacing(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?( UTC|Z)/, with: "TIME")
            .replacing(/\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC · took [^·]*/, with: "TIME")
            // A database's own secrets: its log's name, root and signature, and the keyed digests of requests.
            .replacing(/identity-auditor\/log\/[0-9a-f]{16}/, with: "LOG")
            .replacing(/[A-Za-z0-9+\/]{43}=|[A-Za-z0-9+\/]{91}=/, with: "BASE64")
            .replacing(/(?:request_key":"|Request key <span class="digest">)[0-9a-f]{64}/, with: "KEY")
            .replacing(/"(pid|rate|seconds_left|age_seconds)" ?: ?[0-9.e-]+/, with: "VOLATILE")
            .replacing(/newest finished run: 1, .* ago/, with: "VOLATILE")
            // Of metrics.prom the names: what it measures is another time's.
            .replacing(/(?m)^(identity_auditor_[^ ]*) .*$/, with: { "\($0.1)" })
    }

    @Test func nothingDependsOnTheEnvironment() async throws {
        let full = try await night("full", bare: false)
        let bare = try await night("bare", bare: true)
        #expect(full.statuses == [3, 0, 0, 0, 0])
        #expect(bare.statuses == full.statuses)
        #expect(bare.texts == full.texts)
        #expect(bare.files.keys.sorted() == full.files.keys.sorted())
        for (path, lines) in full.files {
            let other = bare.files[path] ?? []
            #expect(other.count == lines.count, "\(path)")
            for (line, expected) in zip(other, lines) where line != expected { Issue.record("\(path): \(line)") }
        }
    }

    @Test(arguments: ["077", "022", "000"]) func theDatabaseIsItsOwnersWhateverTheMask(mask: String) async throws {
        let night = try await night("night", bare: true, mask: mask)
        #expect(night.statuses == [3, 0, 0, 0, 0])
        func mode(_ path: String) throws -> Int {
            try FileManager.default.attributesOfItem(atPath: folder.file("night/" + path))[.posixPermissions] as? Int
                ?? -1
        }
        for suffix in ["", ".lock", ".status.json"] { #expect(try mode("audit.sqlite" + suffix) == 0o600, "\(suffix)") }
        // The report is for the reviewers' group at most.
        #expect(try mode("out") & 0o007 == 0)
        if mask == "077" { #expect(try mode("out") == 0o700 && mode("out/report.json") == 0o600) }
    }
}
