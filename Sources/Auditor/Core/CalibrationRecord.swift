/// What a run records of a calibration that its policy used.
public struct CalibrationRecord: Codable, Equatable, Sendable {
    /// The file's name without its folder.
    public var file: String
    /// SHA-256 of the file's bytes.
    public var sha256: String
    /// Version of the program that wrote it.
    public var toolVersion: String
    /// The sample that the rates were measured on.
    public var sample: Calibration.Sample
    /// Which face of a photo was compared there; nil when the scores came from outside.
    public var faceChoice: FaceChoice?

    /// Creates a record.
    public init(
        file: String, sha256: String, toolVersion: String, sample: Calibration.Sample, faceChoice: FaceChoice?
    ) {
        self.file = file
        self.sha256 = sha256
        self.toolVersion = toolVersion
        self.sample = sample
        self.faceChoice = faceChoice
    }

    enum CodingKeys: String, CodingKey {
        case file, sha256, sample
        case toolVersion = "tool_version"
        case faceChoice = "face_choice"
    }
}
