/// What the parts of a signed note may be (c2sp.org/signed-note).
enum NoteFormat {
    /// Most bytes of a note or proof that is read; one with a hundred post-quantum signatures has half of them.
    static let maximumBytes = 1_000_000
    /// Most signatures of a note; the standard asks for at least 16.
    static let maximumSignatures = 100
    /// The signature type of Ed25519; it stands before the public key wherever that is written or hashed.
    static let ed25519: UInt8 = 0x01
    /// Em dash and space.
    static let signaturePrefix = Array("\u{2014} ".utf8)
    static let newline = UInt8(ascii: "\n")

    /// Whether a key may have this name: not empty, no Unicode space, no plus, no control character.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && !$0.properties.isWhitespace && $0 != "+" }
    }

    /// Valid UTF-8 without control characters below U+0020 other than newline.
    static func isText(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 || $0 == newline } && String(validating: bytes, as: UTF8.self) != nil
    }

    /// A name as text, or nil.
    static func name(_ bytes: some Collection<UInt8>) -> String? {
        guard let name = String(validating: bytes, as: UTF8.self), isName(name) else { return nil }
        return name
    }

    /// Equal bytes; `==` of strings would take two spellings of one character for equal.
    static func equal(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

    /// A whole number 0...2^53 - 1 in its only form: decimal digits without sign or leading zeros.
    static func number(_ digits: some Collection<UInt8>) -> Int? {
        // Sixteen digits cannot overflow 64 bits.
        guard 1...16 ~= digits.count, digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        var number = 0
        for digit in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number <= MerkleTree.maximumSize ? number : nil
    }

    /// The lines of bytes that end in a newline, without their newlines; nil when the last one has none.
    static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        guard bytes.last == newline else { return nil }
        return bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false)
    }
}
