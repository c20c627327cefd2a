/// What ends a command: a stable code, an exit status, and a sentence that says what was found, where, and what to do.
/// A problem of one request is never an `AuditError`; it is a reason of that request's decision.
public struct AuditError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Stable codes that scripts may rely on; each belongs to one exit status (DESIGN.md 4.1).
    public enum Code: String, Sendable, CaseIterable {
        case usage
        case manifestInvalid = "manifest_invalid"
        case manifestChanged = "manifest_changed"
        case manifestSignatureMissing = "manifest_signature_missing"
        case manifestSignatureInvalid = "manifest_signature_invalid"
        case inputMissing = "input_missing"
        case matcherUnavailable = "matcher_unavailable"
        case internalError = "internal_error"
        case outputNotWritable = "output_not_writable"
        case ioError = "io_error"
        case diskFull = "disk_full"
        case locked
        case interrupted
        case policyInvalid = "policy_invalid"
        case configurationInvalid = "configuration_invalid"
        case calibrationInvalid = "calibration_invalid"
        case modelMissing = "model_missing"
        case modelDigestMismatch = "model_digest_mismatch"
        case databaseInvalid = "database_invalid"
        case logInvalid = "log_invalid"
        case logMismatch = "log_mismatch"
        case keyMissing = "key_missing"
        case keyInvalid = "key_invalid"

        /// The exit status of a command that ends with this code.
        public var exitStatus: ExitStatus {
            switch self {
            case .usage: .usage
            case .manifestInvalid, .manifestChanged, .manifestSignatureMissing, .manifestSignatureInvalid, .logInvalid,
                .logMismatch:
                .dataInvalid
            case .inputMissing: .inputMissing
            case .matcherUnavailable: .unavailable
            case .internalError: .internalError
            case .outputNotWritable: .cannotCreate
            case .ioError, .diskFull, .databaseInvalid: .ioError
            case .locked, .interrupted: .tryAgain
            case .policyInvalid, .configurationInvalid, .calibrationInvalid, .modelMissing, .modelDigestMismatch,
                .keyMissing, .keyInvalid:
                .configuration
            }
        }
    }

    /// The stable code.
    public let code: Code
    /// Where: a file, a line, a column; nil when the place is no file.
    public let location: SourceLocation?
    /// What was found and what to do, without personal data.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String, at location: SourceLocation? = nil) {
        self.code = code
        self.message = message
        self.location = location
    }

    /// `file:line:column: message [code]`, the form that editors and people can follow.
    public var description: String {
        let prefix = location.map { "\($0): " } ?? ""
        return "\(prefix)\(message) [\(code.rawValue)]"
    }
}

/// A place in a text file.
public struct SourceLocation: Equatable, Sendable, CustomStringConvertible {
    /// The file's path as the user gave it.
    public var file: String
    /// 1-based line.
    public var line: Int?
    /// 1-based column, in bytes.
    public var column: Int?

    /// Creates a place.
    public init(file: String, line: Int? = nil, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file`, `file:line` or `file:line:column`.
    public var description: String {
        guard let line else { return file }
        guard let column else { return "\(file):\(line)" }
        return "\(file):\(line):\(column)"
    }
}
