import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// What nobody thought of: rows changed at random, and bits of the file.
@Suite(.serialized) struct RandomTamperingTests {
    @Test(arguments: [false, true])
    func aRandomChangeOfARowIsNoticed(keys: Bool) throws {
        let original = try LoggedStore()
        let before = try original.tamper { try VouchedContent.read($0, keys: keys) }
        let trials = LogTorture.trials(40)
        var random = SplitMix(seed: keys ? 7 : 11)
        var (changed, codes) = (0, [String: Int]())
        while changed < trials {
            let store = try LoggedStore()
            let (sql, after) = try store.tamper { database in
                let mutation = try RowMutation(&random, database, keys: keys)
                // Some break a rule of their table, which is then as it was.
                try? database.execute(sql: mutation.sql)
                return (mutation.sql, try VouchedContent.read(database, keys: keys))
            }
            guard after != before else { continue }
            changed += 1
            let found = store.findings(commitments: keys)
            for code in found { codes[code, default: 0] += 1 }
            #expect(!found.isEmpty, "unseen: \(sql)")
        }
        LogTorture.report("\(changed) rows changed\(keys ? " with keys" : ""): \(codes.sorted { $0.key < $1.key })")
    }

    @Test(arguments: [false, true])
    func aFlippedBitThatChangesWhatIsReadIsNoticed(keys: Bool) throws {
        let original = try LoggedStore()
        let before = try original.tamper { try VouchedContent.read($0, keys: keys) }
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: original.path)))
        var random = SplitMix(seed: keys ? 13 : 17)
        var (changed, same, codes) = (0, 0, [String: Int]())
        for _ in 0..<LogTorture.trials(40) {
            let store = try LoggedStore()
            let place = Int(random.next() % UInt64(bytes.count))
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(random.next() % 8)
            try Data(damaged).write(to: URL(filePath: store.path))
            let found = store.findings(commitments: keys)
            for code in found { codes[code, default: 0] += 1 }
            // Free pages, counters and what the log does not vouch for may change unseen.
            if let after = try? store.tamper({ try VouchedContent.read($0, keys: keys) }), after == before {
                same += 1
            } else {
                changed += 1
                #expect(!found.isEmpty, "unseen: byte \(place), now \(damaged[place])")
            }
        }
        LogTorture.report(
            "\(changed) bits flipped that are read\(keys ? " with keys" : ""), \(same) that are not: "
                + "\(codes.sorted { $0.key < $1.key })")
    }
}
