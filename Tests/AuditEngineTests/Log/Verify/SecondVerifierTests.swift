import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Verifiers in other languages, which share nothing with ours but openssl and the description of the formats.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "needs openssl"))
struct SecondVerifierTests {
    private static let python = "/usr/bin/python3"
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(inMemory: true) }

    /// The exit status of `auditor log verify --export`.
    private func status(_ folder: String, trusted: [String] = [], key: String? = nil) -> Int32 {
        do throws(AuditError) {
            let found = try ExportedLogVerifier(folder: folder).verify(trusted: trusted, key: key)
            return found.holds ? 0 : found.isUnreadable ? 65 : 1
        } catch {
            return error.code.exitStatus.rawValue
        }
    }

    private func run(
        _ program: String, _ arguments: [String], _ executable: String = Self.python
    ) async throws -> Programs.Ending {
        let script = Repository.path("samples/verify/" + program)
        let all = executable == Self.python ? ["-B", script] + arguments : [script] + arguments
        return try await Programs.auditor(all, in: folder, executable: executable)
    }

    @Test func pythonAndOpensslAgreeWithUsOnGoodAndDamagedExports() async throws {
        let trials = LogTorture.trials(30)
        var random = SplitMix(seed: 4242)
        var (folders, ours) = ([String](), [Int32]())
        for trial in 0..<2 * trials {
            let path = folder.file("e\(trial)")
            try RandomExport(&random).write(to: path)
            if trial >= trials { try RandomExport.damage(path, &random) }
            folders.append(path)
            ours.append(status(path))
        }
        #expect(ours.prefix(trials).allSatisfy { $0 == 0 })
        try folder.write(Array(folders.joined(separator: "\n").utf8), to: "list")
        let ending = try await run("verify_log.py", ["--batch", folder.file("list")])
        let theirs = ending.output.split(separator: "\n").compactMap { Int32($0.prefix { $0 != "\t" }) }
        #expect(theirs.count == ours.count, "\(ending.errors)")
        for (path, (one, other)) in zip(folders, zip(ours, theirs)) { #expect(one == other, "\(path)") }
        let counts = Dictionary(ours.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
        LogTorture.report("\(trials) good and \(trials) damaged exports, statuses \(counts)")
    }

    @Test(arguments: UnsignedTail.all) func bothJudgeWhatNoCheckpointCoversAlike(tail: UnsignedTail) async throws {
        let signer = try NoteSigner(name: "identity-auditor/log/test", seed: NoteSigner.newSeed())
        var random = SplitMix(seed: 6)
        var export = try RandomExport(&random)
        export.key = signer.verifier.description
        export.leaves = [Array(#"{"run":7,"type":"withdrawal","version":1}"#.utf8), Array(UnsignedTail.run.utf8)]
        export.leaves.append(Array(UnsignedTail.end("{}").utf8))
        var range = CompactRange()
        for leaf in export.leaves { range.append(MerkleTree.leafHash(leaf)) }
        let checkpoint = try LogCheckpoint(origin: signer.verifier.name, size: range.size, root: range.root)
        export.checkpoints = [("3", try checkpoint.signed(by: signer).description)]
        export.leaves += tail.leaves.map { Array($0.utf8) }
        let path = folder.file("tail")
        try export.write(to: path)
        #expect(status(path) == tail.status)
        #expect(try await run("verify_log.py", [path]).status == tail.status)
        #expect(status(path, key: export.key) == tail.status)

        // Without its checkpoint nothing says that the run has ended.
        try FileManager.default.removeItem(atPath: path + "/checkpoints/3")
        #expect(status(path) == 1)
        #expect(try await run("verify_log.py", [path]).status == 1)
        export.leaves = [Array(UnsignedTail.run.utf8), Array(UnsignedTail.decision(0).utf8)]
        try export.write(to: path)
        try FileManager.default.removeItem(atPath: path + "/checkpoints/3")
        #expect(status(path) == 0)
        #expect(status(path, key: export.key) == 1)
        #expect(try await run("verify_log.py", [path]).status == 0)
        #expect(try await run("verify_log.py", [path, "--key", export.key]).status == 1)
    }

    @Test func bothSayWhenALogWasCutOrForked() async throws {
        var random = SplitMix(seed: 5)
        var export = try RandomExport(&random)
        while export.checkpoints.count < 3 { export = try RandomExport(&random) }
        let newest = try #require(export.checkpoints.last)
        let path = folder.file("cut")
        try folder.write(Array(newest.note.utf8), to: "trusted")
        try export.write(to: path)
        #expect(status(path, trusted: [newest.note]) == 0)
        #expect(try await run("verify_log.py", [path, "--trusted", folder.file("trusted")]).status == 0)
        // The checkpoint alone is removed; then the leaves are as well.
        try FileManager.default.removeItem(atPath: path + "/checkpoints/" + newest.name)
        #expect(status(path, trusted: [newest.note]) == 1)
        #expect(try await run("verify_log.py", [path, "--trusted", folder.file("trusted")]).status == 1)
        export.checkpoints.removeLast()
        export.leaves = Array(export.leaves.prefix(Int(export.checkpoints.last?.name ?? "") ?? 0))
        try export.write(to: path)
        #expect(status(path) == 0)
        #expect(status(path, trusted: [newest.note]) == 65)
        #expect(try await run("verify_log.py", [path, "--trusted", folder.file("trusted")]).status == 65)
    }

    /// The shell verifier takes no notice of any of our code either.
    @Test func aShellAndOpensslAcceptOurProofAndNoDamagedOne() async throws {
        let logged = try LoggedStore()
        let store = try AuditStore(path: logged.path, mustExist: true, master: .testing)
        let request = try LoggedStore.request(row: 4, run: 1, store)
        let found = try store.proof(request: request, run: 1)
        let opening = try #require(try store.opening(of: found))
        let key = try store.logKey()
        try store.close()
        try folder.write(found.proof.bytes, to: "proof")
        try folder.write(Array(opening.utf8), to: "opening")
        let accepted = try await run("verify_proof.sh", [folder.file("proof"), key], "/bin/sh")
        #expect(accepted.status == 0, "\(accepted.errors)")
        #expect(accepted.output.contains(String(decoding: found.leaf, as: UTF8.self)))
        #expect(try await run("open_commitment.py", [folder.file("opening"), folder.file("proof")]).status == 0)
        try folder.write(Array(opening.replacing(request, with: request + "0").utf8), to: "opening")
        #expect(try await run("open_commitment.py", [folder.file("opening"), folder.file("proof")]).status == 1)
        // Another log's key.
        let other = try NoteSigner(name: String(key.prefix { $0 != "+" }), seed: NoteSigner.newSeed())
        #expect(try await run("verify_proof.sh", [folder.file("proof"), "\(other.verifier)"], "/bin/sh").status == 65)

        var random = SplitMix(seed: 99)
        for trial in 0..<LogTorture.trials(20) {
            var bytes = found.proof.bytes
            let place = Int(random.next() % UInt64(bytes.count))
            switch trial % 3 {
            case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8(random.next() % 256), at: place)
            }
            try folder.write(bytes, to: "damaged")
            let ours = (try? TlogProof(parsing: bytes)).flatMap { proof in
                (try? proof.verify(leaf: proof.extra ?? [], by: NoteVerifier(parsing: key.utf8))) != nil
            }
            let theirs = try await run("verify_proof.sh", [folder.file("damaged"), key], "/bin/sh").status
            #expect((ours == true) == (theirs == 0), "byte \(place) of trial \(trial): status \(theirs)")
        }
    }
}
