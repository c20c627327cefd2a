import AuditCore
import Crypto
import Testing

@testable import AuditEngine

/// A sealed value opens in its own cell with its own key, and nowhere else.
@Suite struct DataKeyTests {
    private let key = DataKey(id: 7, key: SymmetricKey(size: .bits256))
    private let cell = CellAddress(table: "personal", column: "email", row: 12)

    @Test(arguments: [0, 1, 16, 5000]) func aValueOpensInItsCell(length: Int) throws {
        let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try key.seal(plain, cell: cell)
        #expect(sealed.count == plain.count + 37)
        #expect(sealed.starts(with: [1, 0, 0, 0, 0, 0, 0, 0, 7]))
        #expect(DataKey.keyID(of: sealed) == 7)
        #expect(try key.open(sealed, cell: cell) == plain)
    }

    @Test func theCellIsAuthenticatedAsText() {
        #expect(cell.authenticatedData(keyID: 7) == Array("personal|email|12|7|1".utf8))
        let pair = CellAddress(table: "personal", column: "value", row: [12, 3], schema: 2)
        #expect(pair.authenticatedData(keyID: 9) == Array("personal|value|12.3|9|2".utf8))
    }

    @Test func swappingAnyTwoCellsFails() throws {
        let names = ["email", "a|1", "a", "1|a", "%7C", "|", "%", "%25"]
        var cells: [CellAddress] = []
        for table in ["personal", "photo"] {
            for name in names {
                for row: Int64 in [1, 11] {
                    for schema in [1, 2] {
                        cells.append(CellAddress(table: table, column: name, row: row, schema: schema))
                    }
                }
            }
        }
        let other = DataKey(id: 8, key: SymmetricKey(size: .bits256))
        for (position, from) in cells.enumerated() {
            let sealed = try key.seal([1, 2, 3], cell: from)
            for to in cells[..<position] + cells[(position + 1)...] {
                let error = #expect(throws: AuditError.self) { try key.open(sealed, cell: to) }
                #expect(error?.code == .databaseInvalid)
            }
            #expect(throws: AuditError.self) { try other.open(sealed, cell: from) }
        }
    }

    @Test func theSameSecretUnderAnotherNumberDoesNotOpen() throws {
        let twin = DataKey(id: 8, key: SymmetricKey(data: key.secret))
        var sealed = try key.seal([1, 2, 3], cell: cell)
        #expect(throws: AuditError.self) { try twin.open(sealed, cell: cell) }
        sealed[8] = 8
        #expect(throws: AuditError.self) { try twin.open(sealed, cell: cell) }
    }

    @Test func anyFlippedBitAndAnyOtherLengthFails() throws {
        let sealed = try key.seal(Array("ana@example.org".utf8), cell: cell)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: AuditError.self) { try key.open(changed, cell: cell) }
        }
        for length in 0..<sealed.count {
            #expect(throws: AuditError.self) { try key.open(Array(sealed.prefix(length)), cell: cell) }
        }
        #expect(throws: AuditError.self) { try key.open(sealed + [0], cell: cell) }
    }

    @Test func bytesOfStrangersNeverOpen() {
        var numbers = SplitMix64(seed: 5)
        for _ in 0..<2000 {
            let length = Int.random(in: 0..<80, using: &numbers)
            var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            if !bytes.isEmpty, Bool.random(using: &numbers) { bytes[0] = 1 }
            #expect(throws: AuditError.self) { try key.open(bytes, cell: cell) }
        }
    }

    @Test func noNonceOccursTwice() throws {
        var seen = Set<[UInt8]>()
        for _ in 0..<100_000 { seen.insert(Array(try key.seal([], cell: cell)[9..<21])) }
        #expect(seen.count == 100_000)
    }

    @Test func itPrintsWithoutTheSecret() {
        #expect("\(key)" == "<data key 7>")
        #expect(String(reflecting: key) == "<data key 7>")
        #expect(Mirror(reflecting: key).children.isEmpty)
    }
}
