import AuditCore
import AuditTesting
import Foundation

@testable import AuditEngine

/// An exported log of made-up leaves, as `auditor log export` writes it, and ways to damage it.
struct RandomExport {
    var key: String
    var leaves: [[UInt8]] = []
    var checkpoints: [(name: String, note: String)] = []
    private static let texts = [
        "approved", "review", "a\"\\\u{1}\n\tb", "Žluťoučký", "👩‍👩‍👧", "\u{7F}\u{80}\u{2028}", "", "e\u{301}", "/",
    ]

    init(_ random: inout SplitMix) throws {
        let signer = try NoteSigner(
            name: "identity-auditor/log/test", seed: (0..<32).map { _ in UInt8(random.next() % 256) })
        key = signer.verifier.description
        var range = CompactRange()
        for index in 0...Int(random.next() % 24) {
            if random.next() % 3 == 0 || index == 0 {
                let checkpoint = try LogCheckpoint(origin: signer.verifier.name, size: range.size, root: range.root)
                if index > 0 || random.next() % 2 == 0 {
                    checkpoints.append((String(range.size), try checkpoint.signed(by: signer).description))
                }
            }
            let leaf = try Self.leaf(&random).bytes()
            leaves.append(leaf)
            range.append(MerkleTree.leafHash(leaf))
        }
    }

    private static func leaf(_ random: inout SplitMix) -> LogLeaf {
        let (one, other, number) = (random.pick(texts), random.pick(texts), Int(random.next() % 1000) - 10)
        switch random.next() % 8 {
        case 0:
            return .run(
                RunLeaf(
                    id: number, key: one, manifest: other, rows: 1 << 53, policy: "", calibrations: [one, other],
                    models: [[one], []], tool: "1", started: other, columns: "c", size: 0))
        case 1:
            return .end(EndLeaf(run: number, counts: ["error": 1, "approved": -3, "ﬁ": 2, "😀": 4], finished: one))
        case 2: return .withdrawal(WithdrawalLeaf(run: number))
        case 3:
            return .erasure(
                ErasureLeaf(decisions: [1, number], subjects: [number], evidence: one, cause: other, time: ""))
        case 4:
            return .enrolment(
                EnrolmentLeaf(
                    subject: number, decision: number % 2 == 0 ? nil : number, cause: one,
                    templates: [[other, one], []],
                    commitment: other, evidence: "", time: one))
        case 5: return .revocation(RevocationLeaf(subject: number, cause: other, evidence: one, time: ""))
        case 6:
            return .list(
                ListLeaf(list: one, entry: number, cause: other, commitment: "", evidence: one, time: other))
        default:
            return .decision(
                DecisionLeaf(
                    run: 0, row: number, outcome: one, reasons: [other], scores: [["opencv", "0.1000"], [one, ""]],
                    evidence: one, commitment: other))
        }
    }

    /// Writes the files.
    func write(to folder: String) throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder + "/checkpoints", withIntermediateDirectories: true)
        try Data((key + "\n").utf8).write(to: URL(filePath: folder + "/key"))
        try Data(leaves.flatMap { $0 + [0x0A] }).write(to: URL(filePath: folder + "/leaves.ndjson"))
        for (name, note) in checkpoints {
            try Data(note.utf8).write(to: URL(filePath: folder + "/checkpoints/" + name))
        }
    }

    /// Damages one thing of an export that was written.
    static func damage(_ folder: String, _ random: inout SplitMix) throws {
        let manager = FileManager.default
        let names = try manager.contentsOfDirectory(atPath: folder + "/checkpoints").sorted()
        let notes = names.map { "checkpoints/" + $0 }
        let file = folder + "/" + random.pick(["key", "leaves.ndjson", "leaves.ndjson"] + notes + notes)
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let place = Int(random.next() % UInt64(max(bytes.count, 1)))
        switch random.next() % 9 {
        case 0, 1: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.next() % 8) }
        case 2: if place < bytes.count { bytes.remove(at: place) }
        case 3: bytes.insert(UInt8(random.next() % 256), at: place)
        case 4: bytes.removeSubrange(place...)
        case 5:
            var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            lines.swapAt(Int(random.next() % UInt64(lines.count)), Int(random.next() % UInt64(lines.count)))
            bytes = Array(lines.joined(separator: [0x0A]))
        case 6:
            var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            lines.remove(at: Int(random.next() % UInt64(lines.count)))
            bytes = Array(lines.joined(separator: [0x0A]))
        case 7: return try manager.removeItem(atPath: file)
        default: return try manager.moveItem(atPath: file, toPath: file + random.pick(["0", "x"]))
        }
        try Data(bytes).write(to: URL(filePath: file))
    }
}
