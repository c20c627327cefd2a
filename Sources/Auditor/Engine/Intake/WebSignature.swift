/// A JSON Web Signature in compact form (RFC 7515 section 7.1), whose signature nobody has checked yet.
package struct WebSignature: Sendable {
    /// The algorithm's name as the header has it.
    let algorithm: String
    /// The key's id as the header has it.
    let keyID: String?
    /// The payload; empty when it is detached.
    package let payload: [UInt8]
    private let header: [UInt8]
    private let members: [String: StrictJSON]
    private let encodedPayload: [UInt8]
    private let signature: [UInt8]

    /// Most bytes that are read: an identity token has one or two thousand.
    static let maximumBytes = 16 << 10

    /// Reads the three parts. Nil when they are not in their form: other alphabets, padding, a header that is no JSON object
    /// or has a key twice.
    package init?(_ text: some Collection<UInt8>) {
        guard text.count <= Self.maximumBytes else { return nil }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[2].isEmpty,
            let header = Base64URL.decode(parts[0], limit: Self.maximumBytes),
            let payload = Base64URL.decode(parts[1], limit: Self.maximumBytes),
            let signature = Base64URL.decode(parts[2], limit: 1024),
            let members = StrictJSON(header)?.members, let algorithm = members["alg"]?.text
        else { return nil }
        if let id = members["kid"] {
            guard let text = id.text else { return nil }
            keyID = text
        } else {
            keyID = nil
        }
        self.header = Array(parts[0])
        encodedPayload = Array(parts[1])
        self.payload = payload
        self.signature = signature
        self.algorithm = algorithm
        self.members = members
    }

    /// Whether the header demands that something is understood which is not.
    var hasUnknownDemands: Bool { ["crit", "b64", "zip"].contains { members[$0] != nil } }

    /// Whether `typ` names one of these media types: without regard to case, with or without `application/` (RFC 7515
    /// section 4.1.9). `JWT` stands for no `typ` too.
    func isOfType(_ types: [String]) -> Bool {
        func short(_ type: String) -> String {
            let type = type.lowercased()
            return type.hasPrefix("application/") ? String(type.dropFirst(12)) : type
        }
        guard let claimed = members["typ"] else { return types.contains { short($0) == "jwt" } }
        guard let text = claimed.text, text.utf8.allSatisfy({ (0x21..<0x7f).contains($0) }) else { return false }
        return types.contains { short($0) == short(text) }
    }

    /// Whether one of the keys made the signature: with a key id in the header one of that id or without one, else any. The key says the
    /// algorithm; keys that the header itself carries or points to are never looked at.
    package func isSigned(byOneOf keys: [WebKey], algorithms: [TokenAlgorithm]) -> Bool {
        isSigned(by: keys, algorithms, input: header + [UInt8(ascii: ".")] + encodedPayload)
    }

    /// The same of a payload that is not inside (RFC 7515 appendix F), encoded or plain (RFC 7797).
    func isSigned(detached payload: [UInt8], byOneOf keys: [WebKey], algorithms: [TokenAlgorithm]) -> Bool {
        guard encodedPayload.isEmpty else { return false }
        let isPlain: Bool
        switch (members["b64"], members["crit"]) {
        case (nil, nil): isPlain = false
        // RFC 7797 section 6: `b64` must be among the critical names, also when it is true.
        case (.bool(let isEncoded)?, .array([.string("b64")])?): isPlain = !isEncoded
        default: return false
        }
        let text = isPlain ? payload : Base64URL.encode(payload)
        return isSigned(by: keys, algorithms, input: header + [UInt8(ascii: ".")] + text)
    }

    private func isSigned(by keys: [WebKey], _ algorithms: [TokenAlgorithm], input: [UInt8]) -> Bool {
        keys.contains { key in
            key.algorithm.rawValue == algorithm && algorithms.contains(key.algorithm)
                && (keyID == nil || key.id == nil || keyID == key.id) && key.isValid(signature, of: input)
        }
    }
}
