public import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A calibration that was read from a file and found sound.
public struct CalibrationFile: Equatable, Sendable {
    /// The file's path as it was opened.
    public var file: String
    /// SHA-256 of the file's bytes in lower-case hexadecimal.
    public var sha256: String
    /// What the file says.
    public var calibration: Calibration

    /// Wraps a calibration; `load` checks one.
    public init(file: String, sha256: String, calibration: Calibration) {
        self.file = file
        self.sha256 = sha256
        self.calibration = calibration
    }

    /// Largest file that is read, in bytes.
    static let maxBytes = 16 << 20

    /// Reads and checks a calibration.
    /// - Throws: `calibration_invalid` when the file cannot be read or says something that cannot be.
    public static func load(path: String) throws(AuditError) -> CalibrationFile {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw AuditError(
                .calibrationInvalid,
                "the calibration cannot be read; name a calibration.json that `auditor evaluate` wrote",
                at: SourceLocation(file: path))
        }
        return try load(Array(data), file: path)
    }

    /// Decodes and checks a calibration.
    /// - Parameters:
    ///   - bytes: The file's bytes.
    ///   - file: The path for messages.
    /// - Throws: `calibration_invalid`.
    public static func load(_ bytes: [UInt8], file: String) throws(AuditError) -> CalibrationFile {
        func refusal(_ what: String) -> AuditError {
            AuditError(
                .calibrationInvalid, "\(what); write the file again with `auditor evaluate`",
                at: SourceLocation(file: file))
        }
        guard bytes.count <= maxBytes else { throw refusal("expected at most \(maxBytes) bytes, found \(bytes.count)") }
        let decoder = JSONDecoder()
        guard let head = try? decoder.decode(Head.self, from: Data(bytes)), head.schema == Calibration.schema else {
            throw refusal("expected JSON with \"schema\": \"\(Calibration.schema)\"")
        }
        guard head.schemaVersion == Calibration.schemaVersion else {
            throw refusal(
                "expected schema_version \(Calibration.schemaVersion), the only one that this version of auditor reads, "
                    + "found \(head.schemaVersion)")
        }
        let calibration: Calibration
        do {
            calibration = try decoder.decode(Calibration.self, from: Data(bytes))
        } catch {
            throw refusal("the calibration cannot be decoded: \(describe(error))")
        }
        if let problem = CalibrationCheck.problem(of: calibration) { throw refusal(problem) }
        return CalibrationFile(file: file, sha256: SHA256Hex.digest(bytes), calibration: calibration)
    }

    private static func describe(_ error: any Error) -> String {
        let context: DecodingError.Context
        switch error {
        case DecodingError.keyNotFound(let key, let found):
            return "no \"\(key.stringValue)\" at \(path(found))"
        case DecodingError.typeMismatch(_, let found), DecodingError.valueNotFound(_, let found),
            DecodingError.dataCorrupted(let found):
            context = found
        default: return "unknown cause"
        }
        return "\(context.debugDescription) at \(path(context))"
    }

    private static func path(_ context: DecodingError.Context) -> String {
        let keys = context.codingPath.map(\.stringValue)
        return keys.isEmpty ? "the top" : keys.joined(separator: ".")
    }

    /// What must be right before the rest can be understood.
    private struct Head: Decodable {
        let schema: String
        let schemaVersion: Int

        enum CodingKeys: String, CodingKey {
            case schema
            case schemaVersion = "schema_version"
        }
    }
}

extension CalibrationFile {
    /// What a run records of it.
    public var record: CalibrationRecord {
        CalibrationRecord(
            file: String(file.split(separator: "/").last ?? Substring(file)), sha256: sha256,
            toolVersion: calibration.toolVersion, sample: calibration.sample, faceChoice: calibration.faceChoice)
    }
}
