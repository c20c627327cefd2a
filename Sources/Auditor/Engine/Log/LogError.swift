public import AuditCore

/// Why a checkpoint, a note, a proof or a tree state was not accepted. Messages quote nothing of what was read.
public enum LogError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes are not in their format, or a number is out of range: nothing can be said about what they claim.
    case malformed(String)
    /// No signature by the wanted key.
    case notSigned(String)
    /// A signature that names the wanted key does not verify: evidence of tampering.
    case signatureInvalid(String)
    /// A Merkle proof does not lead to the root: evidence of tampering.
    case proofInvalid(String)

    /// Whether this says that something was altered, not only that it cannot be read.
    public var isTamperEvidence: Bool {
        switch self {
        case .malformed, .notSigned: false
        case .signatureInvalid, .proofInvalid: true
        }
    }

    /// What was found.
    public var description: String {
        switch self {
        case .malformed(let message), .notSigned(let message), .signatureInvalid(let message),
            .proofInvalid(let message):
            message
        }
    }

    /// The same as an error that ends a command, with exit status 65.
    public func auditError(at location: SourceLocation? = nil) -> AuditError {
        AuditError(.logInvalid, description, at: location)
    }
}
