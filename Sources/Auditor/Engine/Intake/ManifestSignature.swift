package import AuditCore

/// Checks the signature beside a manifest: a C2SP signed note, or a detached JSON Web Signature. Both sign one line that
/// names the manifest's SHA-256, so that a manifest of any size is checked in constant memory and the signature cannot be
/// taken for one of something else.
package struct ManifestSignature: Sendable {
    private let isRequired: Bool
    private let noteKeys: [NoteVerifier]
    private let webKeys: [WebKey]

    /// What is signed.
    static func statement(sha256: String) -> String { "identity-auditor/manifest/1 \(sha256)\n" }

    /// Reads the keys; `read` opens a file that the policy names.
    package init(
        _ settings: IntakeSettings.ManifestSignature,
        read: (String) throws(AuditError) -> (path: String, bytes: [UInt8])
    ) throws(AuditError) {
        var notes: [NoteVerifier] = []
        var others: [WebKey] = []
        for key in settings.keys {
            if let verifier = try? NoteVerifier(parsing: key.utf8) {
                notes.append(verifier)
                continue
            }
            let file = try read(key)
            if let set = WebKeySet(file.bytes) {
                others += set.keys.filter { $0.algorithm == .edDSA }
            } else {
                let lines = file.bytes.split { $0 == NoteFormat.newline || $0 == UInt8(ascii: "\r") }
                notes += lines.compactMap { try? NoteVerifier(parsing: $0) }
            }
            guard !notes.isEmpty || !others.isEmpty else {
                throw AuditError(
                    .configurationInvalid,
                    "expected verification keys, one a line, or a JSON Web Key Set with an Ed25519 key",
                    at: SourceLocation(file: file.path))
            }
        }
        isRequired = settings.isRequired
        noteKeys = notes
        webKeys = others + notes.compactMap { WebKey(id: $0.name, ed25519: $0.publicKey) }
    }

    /// Checks the file at `path` against a manifest's digest.
    /// - Returns: A sentence that names who signed; nothing when there is no signature and none is required.
    func check(path: String, sha256: String) throws(AuditError) -> [String] {
        guard IntakeFile.exists(path) else {
            guard isRequired else { return [] }
            throw AuditError(
                .manifestSignatureMissing,
                "the policy requires a signature of the manifest and there is none; nothing was decided",
                at: SourceLocation(file: path))
        }
        let bytes = try IntakeFile.read(path, noun: "manifest's signature", code: .manifestSignatureInvalid)
        guard let signer = signer(of: bytes, statement: Self.statement(sha256: sha256)) else {
            throw AuditError(
                .manifestSignatureInvalid,
                "the signature is not one of this manifest by a key of the policy; nothing was decided",
                at: SourceLocation(file: path))
        }
        return ["The manifest's signature by \(signer) was verified."]
    }

    /// Who signed the statement; nil when nobody whom the policy trusts did.
    package func signer(of bytes: [UInt8], statement: String) -> String? {
        if let note = try? SignedNote(parsing: bytes) {
            guard NoteFormat.equal(note.unverifiedText, statement) else { return nil }
            return noteKeys.first { (try? note.text(verifiedBy: $0)) != nil }?.name
        }
        let end = bytes.last == NoteFormat.newline ? bytes.count - 1 : bytes.count
        guard let signature = WebSignature(bytes[..<end]) else { return nil }
        let payload = Array(statement.utf8)
        let index = webKeys.firstIndex {
            signature.isSigned(detached: payload, byOneOf: [$0], algorithms: [.edDSA])
        }
        return index.map { webKeys[$0].id ?? "key \($0 + 1) of the policy" }
    }
}
