import AuditTesting
import Foundation
import Testing

/// The samples for cron and systemd, held against what reads them.
@Suite(.tags(.endToEnd)) struct SchedulerSampleTests {
    private static let systemdAnalyze = "/usr/bin/systemd-analyze"
    private static let units = ["identity-auditor.service", "identity-auditor.timer"]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func sample(_ path: String) throws -> String {
        try String(contentsOfFile: Repository.path("samples/" + path), encoding: .utf8)
    }

    private func shell(_ script: String, _ arguments: [String] = []) async throws -> Programs.Ending {
        try await Programs.auditor(
            ["-c", script, "sh"] + arguments, in: folder, environment: ["PATH": "/usr/bin:/bin"], executable: "/bin/sh")
    }

    /// What `systemd-analyze verify` prints of copies whose program exists.
    private func verify(_ change: (String) -> String = { $0 }) async throws -> Programs.Ending {
        for unit in Self.units {
            let text = try sample("systemd/" + unit).replacingOccurrences(
                of: "/opt/identity-auditor/bin/", with: Programs.folder)
            try folder.write(Array(change(text).utf8), to: "units/" + unit)
        }
        return try await Programs.auditor(
            ["verify", "--man=no", "--recursive-errors=no"] + Self.units.map { folder.file("units/" + $0) }, in: folder,
            environment: ["PATH": "/usr/bin:/bin"], executable: Self.systemdAnalyze)
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: systemdAnalyze),
            "needs systemd-analyze: Debian's package systemd"))
    func systemdAcceptsTheUnitsWithoutARemark() async throws {
        let ending = try await verify()
        #expect(ending.status == 0)
        #expect(ending.errors == "" && ending.output == "")
        // It does see what it does not know: an option that is misspelt would be ignored.
        let misspelt = try await verify { $0.replacingOccurrences(of: "KillMode=", with: "KilMode=") }
        #expect(misspelt.errors.contains("KilMode"))
    }

    @Test func theServiceKnowsWhatTheExitStatusesMean() throws {
        let lines = try sample("systemd/identity-auditor.service").split(separator: "\n").map(String.init)
        for line in ["SuccessExitStatus=3", "Restart=no", "KillMode=mixed", "Type=oneshot", "UMask=0077"] {
            #expect(lines.contains(line), "\(line)")
        }
        // Longer than the policy's time for one request, after which the auditor has ended by itself.
        let stop = lines.compactMap { $0.hasPrefix("TimeoutStopSec=") ? Int($0.dropFirst(15)) : nil }
        #expect(stop.count == 1 && stop[0] > 60)
    }

    /// The lines of the crontab: settings, and jobs with five fields of time and a command, as crontab(5) has them.
    private func jobs() throws -> [(times: [String], command: String)] {
        var jobs: [(times: [String], command: String)] = []
        for line in try sample("cron/crontab").split(separator: "\n") where !line.hasPrefix("#") {
            guard line.firstMatch(of: /^[A-Z]+=/) == nil else { continue }
            let parts = line.split(separator: " ", maxSplits: 5).map(String.init)
            try #require(parts.count == 6, "\(line)")
            jobs.append((Array(parts[..<5]), parts[5]))
        }
        return jobs
    }

    @Test func theCrontabHasTimesAndCommandsThatCronCanRead() async throws {
        let jobs = try jobs()
        #expect(jobs.count == 3)
        let ranges = [0...59, 0...23, 1...31, 1...12, 0...7]
        for (times, command) in jobs {
            for (time, range) in zip(times, ranges) {
                #expect(time == "*" || Int(time).map(range.contains) == true, "\(time)")
            }
            // cron takes an unescaped % for the end of the command, and cuts lines of 1000 characters.
            #expect(!command.contains("%") && command.utf8.count < 900)
            #expect(try await shell(#"sh -n -c "$1""#, [command]).status == 0, "\(command)")
        }
        #expect(try sample("cron/crontab").hasSuffix("\n"), "cron ignores a last line without an end")
    }

    @Test func everyOptionInTheSamplesIsOneOfTheCommand() async throws {
        let texts =
            try jobs().map(\.command) + [
                try sample("systemd/identity-auditor.service").replacingOccurrences(of: "\\\n", with: " ")
            ]
        var checked = 0
        for text in texts {
            for call in text.matches(of: /bin\/auditor ([a-z]+) ([^\n;>)]*)/) {
                let help = try await Programs.auditor([String(call.1), "--help"], in: folder).output
                for option in call.2.split(separator: " ") where option.hasPrefix("--") {
                    #expect(help.contains("\(option) <"), "\(option) of \(call.1)")
                    checked += 1
                }
            }
        }
        #expect(checked >= 12)
    }
}
