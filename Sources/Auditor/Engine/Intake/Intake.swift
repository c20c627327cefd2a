public import AuditCore
import Glibc

/// The intake of a policy with its keys read, ready to check manifests and requests.
public struct Intake: Sendable {
    private let signature: ManifestSignature?
    private let token: TokenVerifier?
    /// SHA-256 of every file of keys, which are no part of the policy's own digest.
    let keyDigests: [String]
    /// The files of keys, in the policy's order.
    public let files: [String]

    /// Reads the keys that a policy names.
    /// - Throws: `configuration_invalid` for a file that is not there or has no usable key.
    public init(_ policy: Policy) throws(AuditError) {
        var digests: [String] = []
        var files: [String] = []
        let folder = policy.file.lastIndex(of: "/").map { String(policy.file[...$0]) } ?? ""
        func read(_ name: String) throws(AuditError) -> (path: String, bytes: [UInt8]) {
            let path = name.hasPrefix("/") ? name : folder + name
            let bytes = try IntakeFile.read(path, noun: "file of keys", code: .configurationInvalid)
            digests.append(SHA256Hex.digest(bytes))
            files.append(path)
            return (path, bytes)
        }
        if let settings = policy.intake.manifestSignature {
            signature = try ManifestSignature(settings, read: read)
        } else {
            signature = nil
        }
        if let settings = policy.intake.token {
            let file = try read(settings.keys)
            let keys = WebKeySet(file.bytes)?.keys.filter { settings.algorithms.contains($0.algorithm) } ?? []
            guard !keys.isEmpty else {
                throw AuditError(
                    .configurationInvalid,
                    "expected a JSON Web Key Set, or public keys in PEM, with a key for "
                        + settings.algorithms.map(\.rawValue).joined(separator: " or ") + " and no key id twice",
                    at: SourceLocation(file: file.path))
            }
            token = TokenVerifier(settings: settings, keys: keys)
        } else {
            token = nil
        }
        keyDigests = digests
        self.files = files
    }

    /// The files of keys that others than their owner can write: who changes them decides who vouches for requests.
    public var writableFiles: [String] {
        files.filter { file in
            var status = stat()
            return stat(file, &status) == 0 && status.st_mode & 0o022 != 0
        }
    }

    /// Checks the signature beside a manifest, `MANIFEST.sig`.
    /// - Returns: What people should know; the name of who signed.
    /// - Throws: `manifest_signature_missing`, `manifest_signature_invalid`.
    public func check(_ manifest: Manifest) throws(AuditError) -> [String] {
        let path = manifest.path + ".sig"
        guard let signature else {
            return IntakeFile.exists(path)
                ? ["There is a signature beside the manifest, but the policy names no keys: it was not checked."] : []
        }
        return try signature.check(path: path, sha256: manifest.sha256)
    }

    /// What becomes of a row's token, and the id of one that passed; `notConfigured` for a row that is no request.
    func check(_ row: ManifestRow, on day: CivilDate) -> (verdict: IntakeVerdict, id: String?) {
        guard let token, case .request(let request) = row.content else { return (.notConfigured, nil) }
        return token.check(request, on: day)
    }
}
