/// A text and its signatures (c2sp.org/signed-note). Reading one keeps every byte: what is printed is what was read.
public struct SignedNote: Sendable, CustomStringConvertible {
    /// A signature line.
    public struct Signature: Sendable {
        /// The key's name.
        public let name: String
        /// The key's id, four bytes; with the name it says which key and algorithm signed.
        public let keyID: [UInt8]
        /// The signature itself; its length depends on the algorithm.
        public let bytes: [UInt8]
    }

    /// The text with its final newline, which nobody may believe before a signature by a trusted key was verified.
    public let unverifiedText: String
    /// At least one signature, in the note's order.
    public let signatures: [Signature]

    /// Signs a text, which must end in a newline. Throws `LogError.malformed` when no note can carry it.
    public init(signing text: String, by signer: NoteSigner) throws(LogError) {
        guard text.utf8.last == NoteFormat.newline, NoteFormat.isText(text.utf8) else {
            throw .malformed("the text to sign has no final newline or has control characters")
        }
        unverifiedText = text
        signatures = [try signer.sign(Array(text.utf8))]
    }

    /// Reads a note. Throws `LogError.malformed` for whatever is not one, or is larger than 1 MB or 100 signatures.
    public init(parsing bytes: some Collection<UInt8>) throws(LogError) {
        guard bytes.count <= NoteFormat.maximumBytes else { throw .malformed("the note is larger than 1 MB") }
        let bytes = Array(bytes)
        guard NoteFormat.isText(bytes) else { throw .malformed("the note is not UTF-8 or has control characters") }
        // The text may have empty lines itself, so the last one separates.
        guard let blank = bytes.indices.dropFirst().last(where: { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }),
            let lines = NoteFormat.lines(bytes[(blank + 1)...])
        else { throw .malformed("the note has no blank line, or no signature line that ends in a newline after it") }
        guard lines.count <= NoteFormat.maximumSignatures else {
            throw .malformed("the note has more than \(NoteFormat.maximumSignatures) signatures")
        }
        var signatures: [Signature] = []
        for line in lines { signatures.append(try Self.signature(line)) }
        self.signatures = signatures
        unverifiedText = String(decoding: bytes[..<blank], as: UTF8.self)
    }

    /// The text, after a signature by this key was found and verified. Signatures by other keys are ignored, as the
    /// standard asks. Throws `notSigned` without a signature by this key, `signatureInvalid` when one does not verify.
    public func text(verifiedBy verifier: NoteVerifier) throws(LogError) -> String {
        let own = signatures.filter { $0.keyID == verifier.keyID && NoteFormat.equal($0.name, verifier.name) }
        guard !own.isEmpty else { throw .notSigned("the note has no signature by the expected key") }
        let text = Array(unverifiedText.utf8)
        guard own.allSatisfy({ verifier.isValid(signature: $0.bytes, of: text) }) else {
            throw .signatureInvalid("the note's signature does not belong to its text")
        }
        return unverifiedText
    }

    /// The note as it is written to files.
    public var description: String {
        let lines = signatures.map { "\u{2014} \($0.name) \(StrictBase64.encode($0.keyID + $0.bytes))\n" }
        return unverifiedText + "\n" + lines.joined()
    }

    /// The bytes of `description`.
    public var bytes: [UInt8] { Array(description.utf8) }

    private static func signature(_ line: ArraySlice<UInt8>) throws(LogError) -> Signature {
        let parts = line.dropFirst(NoteFormat.signaturePrefix.count)
            .split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        guard line.starts(with: NoteFormat.signaturePrefix), parts.count == 2, let name = NoteFormat.name(parts[0]),
            let bytes = StrictBase64.decode(parts[1], limit: NoteFormat.maximumBytes), bytes.count > 4
        else { throw .malformed("a signature line of the note is not in its form") }
        return Signature(name: name, keyID: Array(bytes[..<4]), bytes: Array(bytes[4...]))
    }
}
