public import AuditCore
import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a run reads besides its requests, kept so that it can be replayed.
public struct RunInputs: Equatable, Sendable {
    /// The policy file's text.
    public var policyText: String
    /// The policy file's path, absolute: calibrations are looked for beside it.
    public var policyPath: String
    /// The matchers that were selected on the command line; empty for the policy's.
    public var selection: [String]
    /// The folder that photo paths are relative to, absolute.
    public var imagesRoot: String
    /// Which face of a photo was compared.
    public var faceChoice: FaceChoice

    /// The inputs of a run whose policy has been selected.
    init(_ selected: SelectedPolicy, imagesRoot: String) {
        func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
        self.init(
            policyText: selected.text, policyPath: absolute(selected.path), selection: selected.selection,
            imagesRoot: absolute(imagesRoot), faceChoice: selected.policy.faceChoice)
    }

    /// Creates inputs.
    public init(
        policyText: String, policyPath: String, selection: [String], imagesRoot: String, faceChoice: FaceChoice
    ) {
        self.policyText = policyText
        self.policyPath = policyPath
        self.selection = selection
        self.imagesRoot = imagesRoot
        self.faceChoice = faceChoice
    }
}

extension AuditStore {
    /// What a run read besides its requests.
    public func inputs(run id: Int) throws(AuditError) -> RunInputs? {
        try read { database in
            let sql = "SELECT policy_text, policy_path, selection, images_root, face_choice FROM run WHERE id = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [id]).map { row in
                guard let choice = FaceChoice(rawValue: row[4]) else {
                    throw AuditError(.databaseInvalid, "a run has an unknown face choice")
                }
                return RunInputs(
                    policyText: row[0], policyPath: row[1], selection: try JSONText.decode([String].self, row[2]),
                    imagesRoot: row[3], faceChoice: choice)
            }
        }
    }
}
