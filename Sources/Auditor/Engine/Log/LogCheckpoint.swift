/// What a log says of itself at one time (c2sp.org/tlog-checkpoint): three lines, without extensions.
public struct LogCheckpoint: Sendable, Hashable {
    /// The log's name, which is also its key's.
    public let origin: String
    /// Leaves in the log, 0...2^53 - 1.
    public let size: Int
    /// The root of their tree.
    public let root: MerkleHash

    /// A checkpoint. Throws `LogError.malformed` for an origin that is no key name, a size out of range, or an empty log
    /// with a root.
    public init(origin: String, size: Int, root: MerkleHash) throws(LogError) {
        guard NoteFormat.isName(origin) else { throw .malformed("the log's origin is empty or has a space or a plus") }
        guard 0...MerkleTree.maximumSize ~= size, size > 0 || root == MerkleTree.emptyRoot else {
            throw .malformed("the checkpoint's size is out of range or does not belong to its root")
        }
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads the text of a note. Throws `LogError.malformed` for anything but exactly the three lines.
    public init(parsing text: some Collection<UInt8>) throws(LogError) {
        guard text.count <= NoteFormat.maximumBytes, let lines = NoteFormat.lines(Array(text)[...]), lines.count == 3,
            let origin = NoteFormat.name(lines[0]), let size = NoteFormat.number(lines[1]),
            let root = MerkleHash(base64: lines[2])
        else { throw .malformed("the checkpoint is not three lines of origin, size and root") }
        try self.init(origin: origin, size: size, root: root)
    }

    /// Reads a note and verifies that the log signed it: the key's name is the origin.
    public init(note: SignedNote, verifiedBy verifier: NoteVerifier) throws(LogError) {
        try self.init(parsing: note.text(verifiedBy: verifier).utf8)
        guard NoteFormat.equal(origin, verifier.name) else {
            throw .notSigned("the checkpoint is of another log than the key")
        }
    }

    /// The size that a note claims, whoever signed it.
    static func size(ofNote note: String) throws(LogError) -> Int {
        try LogCheckpoint(parsing: SignedNote(parsing: note.utf8).unverifiedText.utf8).size
    }

    /// The three lines.
    public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

    /// The checkpoint as a note. Throws `LogError.malformed` when the signer's name is not the origin.
    public func signed(by signer: NoteSigner) throws(LogError) -> SignedNote {
        guard NoteFormat.equal(origin, signer.verifier.name) else {
            throw .malformed("the signing key is of another log than the checkpoint")
        }
        return try SignedNote(signing: text, by: signer)
    }

    /// Equal bytes, not equal characters.
    public static func == (one: Self, other: Self) -> Bool {
        one.size == other.size && one.root == other.root && NoteFormat.equal(one.origin, other.origin)
    }

    /// Agrees with `==`.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(size)
        hasher.combine(root)
    }
}
