/// That a leaf is in a log, in one file that needs nothing else but the log's key to check it (c2sp.org/tlog-proof@v1).
public struct TlogProof: Sendable, CustomStringConvertible {
    /// The leaf's place in the log, from 0.
    public let index: Int
    /// The leaf's way to the checkpoint's root.
    public let inclusion: InclusionProof
    /// The log's signed checkpoint.
    public let checkpoint: SignedNote
    /// Bytes that travel with the proof and that nothing signs; nil or not empty.
    public let extra: [UInt8]?

    private static let header = "c2sp.org/tlog-proof@v1"
    // A tree of 2^53 leaves is 53 high.
    private static let maximumHashes = 53

    /// A proof of its parts. Throws `LogError.malformed` when they are out of range.
    public init(index: Int, inclusion: InclusionProof, checkpoint: SignedNote, extra: [UInt8]? = nil) throws(LogError) {
        guard 0..<MerkleTree.maximumSize ~= index, inclusion.hashes.count <= Self.maximumHashes, extra?.isEmpty != true
        else { throw .malformed("the proof's index, hashes or extra data are out of range") }
        self.index = index
        self.inclusion = inclusion
        self.checkpoint = checkpoint
        self.extra = extra
    }

    /// Reads a `.tlog-proof` file. Throws `LogError.malformed` for whatever is not one or is larger than 1 MB.
    public init(parsing bytes: some Collection<UInt8>) throws(LogError) {
        guard bytes.count <= NoteFormat.maximumBytes else { throw .malformed("the proof is larger than 1 MB") }
        var rest = Array(bytes)[...]
        guard Self.line(&rest)?.elementsEqual(Self.header.utf8) == true else {
            throw .malformed("the proof does not begin with its version")
        }
        var line = Self.line(&rest)
        var extra: [UInt8]?
        if let data = line?.after("extra ") {
            guard let decoded = StrictBase64.decode(data, limit: NoteFormat.maximumBytes), !decoded.isEmpty else {
                throw .malformed("the proof's extra data is not in its form")
            }
            extra = decoded
            line = Self.line(&rest)
        }
        guard let digits = line?.after("index "), let index = NoteFormat.number(digits) else {
            throw .malformed("the proof's index is missing or not in its form")
        }
        var hashes: [MerkleHash] = []
        while let text = Self.line(&rest), !text.isEmpty {
            guard hashes.count < Self.maximumHashes, let hash = MerkleHash(base64: text) else {
                throw .malformed("the proof's hashes are too many or not in their form")
            }
            hashes.append(hash)
        }
        let checkpoint = try SignedNote(parsing: rest)
        try self.init(
            index: index, inclusion: InclusionProof(hashes: hashes), checkpoint: checkpoint, extra: extra)
    }

    /// Verifies that the log signed a tree with this leaf at the proof's index, and returns the checkpoint. Throws
    /// `notSigned`, `signatureInvalid`, `proofInvalid`, or `malformed` for a signed text that is no checkpoint.
    @discardableResult
    public func verify(leaf: some Collection<UInt8>, by verifier: NoteVerifier) throws(LogError) -> LogCheckpoint {
        let checkpoint = try LogCheckpoint(note: self.checkpoint, verifiedBy: verifier)
        let hash = MerkleTree.leafHash(leaf)
        guard inclusion.verify(leaf: hash, index: index, size: checkpoint.size, root: checkpoint.root) else {
            throw .proofInvalid("the proof does not lead from the leaf to the checkpoint's root")
        }
        return checkpoint
    }

    /// The file.
    public var description: String {
        var lines = [Self.header]
        if let extra { lines.append("extra \(StrictBase64.encode(extra))") }
        lines.append("index \(index)")
        lines += inclusion.hashes.map(\.base64)
        return lines.joined(separator: "\n") + "\n\n" + checkpoint.description
    }

    /// The bytes of `description`.
    public var bytes: [UInt8] { Array(description.utf8) }

    private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: NoteFormat.newline) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }
}

extension ArraySlice<UInt8> {
    fileprivate func after(_ prefix: String) -> ArraySlice<UInt8>? {
        starts(with: prefix.utf8) ? dropFirst(prefix.utf8.count) : nil
    }
}
