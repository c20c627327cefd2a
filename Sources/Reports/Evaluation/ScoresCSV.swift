import AuditCore

/// `scores.csv`: `matcher,image_a,image_b,label,score`, one line a score; the score is empty after a failure to acquire.
enum ScoresCSV {
    static let header = "matcher,image_a,image_b,label,score\n"

    static func write(
        _ scores: (_ write: (ScoreLine) throws -> Void) throws -> Void, _ profile: RedactionProfile,
        to folder: StagingFolder
    ) throws(AuditError) {
        let file = try folder.file("scores.csv")
        try file.write(header)
        try reading(what: "the scores") { try scores { try file.write(text($0.redacted(profile))) } }
        try file.close()
    }

    static func text(_ line: ScoreLine) -> String {
        var text = CSVText.cell(line.matcher)
        text += ","
        text += CSVText.cell(line.imageA)
        text += ","
        text += CSVText.cell(line.imageB)
        text += line.mated ? ",1," : ",0,"
        text += CSVText.exact(line.score)
        text += "\n"
        return text
    }
}
