public import AuditCore
public import Evaluation

/// One line of `scores.csv`: one matcher's score of one comparison.
public struct ScoreLine: Equatable, Sendable {
    /// The matcher's name.
    public var matcher: String
    /// The first image as in the pairs file; empty for scores without images.
    public var imageA: String
    /// The second image.
    public var imageB: String
    /// Whether both images show the same person.
    public var mated: Bool
    /// Native units; nil after a failure to acquire.
    public var score: Double?

    /// Creates a line.
    public init(matcher: String, imageA: String, imageB: String, mated: Bool, score: Double?) {
        self.matcher = matcher
        self.imageA = imageA
        self.imageB = imageB
        self.mated = mated
        self.score = score
    }
}

/// Turns an evaluation into its output folder: `index.html`, `evaluation.json`, `calibration.json`, `scores.csv`, and
/// under `curves/` the numbers of every diagram.
public enum EvaluationRenderer {
    /// Writes the folder beside the target and swaps it in: a reader sees the folder before or the folder after. The
    /// same inputs give the same bytes.
    /// - Parameters:
    ///   - scores: Calls its argument with every line in order. The lines are streamed, so there may be many millions.
    ///   - face: The aligned face that a matcher chose on an image, as JPEG or PNG; nil when there is none. Called only
    ///     for the worst errors.
    ///   - profile: Whom the folder is for; `public` has neither faces nor names of photos.
    ///   - output: A folder that does not exist, is empty, or holds an earlier evaluation.
    /// - Throws: `output_not_writable`, `disk_full`, `io_error`, or what a closure throws; nothing remains of what was
    ///   written.
    public static func render(
        _ result: EvaluationResult, scores: (_ write: (ScoreLine) throws -> Void) throws -> Void,
        face: (_ image: String, _ matcher: String) throws -> [UInt8]?, profile: RedactionProfile = .team,
        templates: TemplateLibrary, into output: String
    ) throws(AuditError) {
        let result = result.redacted(profile)
        let target = try OutputFolder(output, contents: .evaluation)
        try target.checkReplaceable()
        let folder = try StagingFolder(for: target)
        do throws(AuditError) {
            try folder.write(EvaluationJSON.text(result.record), to: "evaluation.json")
            try folder.write(EvaluationJSON.text(result.calibration), to: "calibration.json")
            try ScoresCSV.write(scores, profile, to: folder)
            let files = MatcherFileNames(result.record.matchers.map(\.name))
            try CurveFiles.write(result.curves, names: files, to: folder)
            let faces = try WorstPairFaces(result, face: face, folder: folder)
            let page = EvaluationPage(
                result: result, profile: profile, files: files, faces: faces, templates: templates)
            try folder.write(page.html(), to: "index.html")
            try folder.commit()
        } catch {
            folder.discard()
            throw error
        }
    }
}
