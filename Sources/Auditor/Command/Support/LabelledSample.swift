import AuditCore
import AuditEngine
import Evaluation
import Foundation

/// Labelled images as pairs or as a set.
enum LabelledSample {
    case pairs(PairsFile.Read<LabelledPairs>, PairsFormat)
    case set(PairsFile.Read<SubjectImages>)

    init(path: String, format: PairsFormat) throws(AuditError) {
        self =
            format == .subjects
            ? .set(try PairsFile.subjects(path: path)) : .pairs(try PairsFile.pairs(path: path, format: format), format)
    }

    /// Distinct image paths.
    var images: [String] {
        switch self {
        case .pairs(let read, _): read.content.images
        case .set(let read): read.content.images
        }
    }

    /// Number of comparisons.
    var comparisons: Int {
        switch self {
        case .pairs(let read, _): read.content.mated.count
        case .set(let read): read.content.images.count * (read.content.images.count - 1) / 2
        }
    }

    /// Error rates need both classes; better said before hours of extraction.
    /// - Throws: `manifest_invalid`.
    func checkClasses(of path: String) throws(AuditError) {
        let mated: Int
        switch self {
        case .pairs(let read, _): mated = read.content.mated.count(where: \.self)
        case .set(let read):
            mated = Dictionary(grouping: read.content.subject, by: \.self).values
                .reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
        }
        guard mated > 0, mated < comparisons else {
            throw AuditError(
                .manifestInvalid,
                "the file has \(mated) mated and \(comparisons - mated) non-mated comparisons; error rates need at "
                    + "least one of each", at: SourceLocation(file: path))
        }
    }

    /// Identification needs people to enrol and search for, and people who are not enrolled.
    /// - Throws: `manifest_invalid`.
    func checkDivision(of path: String) throws(AuditError) {
        guard case .set(let read) = self else { return }
        let photos = Dictionary(grouping: read.content.subject, by: \.self).values.map(\.count)
        let (several, one) = (photos.count { $0 > 1 }, photos.count { $0 == 1 })
        guard several > 1, one > 0 else {
            throw AuditError(
                .manifestInvalid,
                "the file has \(several) subjects with two or more photos and \(one) with one; identification needs at "
                    + "least two to enrol and one that is not enrolled", at: SourceLocation(file: path))
        }
    }

    /// Where the file first names an image, in words.
    func place(_ image: Int) -> String {
        switch self {
        case .pairs(let read, _):
            let pairs = read.content
            let first = pairs.mated.indices.first {
                pairs.imageA[$0] == Int32(image) || pairs.imageB[$0] == Int32(image)
            }
            return "pair \(1 + (first ?? 0))"
        case .set: return "row \(1 + image)"
        }
    }

    /// What of the comparisons people should know.
    var notices: [String] {
        guard case .pairs(let read, _) = self else { return [] }
        let pairs = read.content
        var notices: [String] = []
        if pairs.repeated > 0 {
            notices.append(
                "\(pairs.repeated) of \(comparisons) pairs are in the file before; every one counts, so that intervals "
                    + "are narrower than they should be")
        }
        if pairs.withThemselves > 0 {
            notices.append(
                "\(pairs.withThemselves) pairs compare an image with itself, which says nothing of a matcher")
        }
        return notices
    }

    /// The comparisons with their scores.
    func trials(_ templates: [(metric: ScoreMetric, templates: [FaceTemplate?])]) -> any TrialSource {
        switch self {
        case .pairs(let read, _):
            TrialTable(read.content, templates: templates)
        case .set(let read):
            SubjectTrials(
                images: read.content.images, subject: read.content.subject, group: read.content.group,
                groupNames: read.content.groupNames, templates: templates)
        }
    }

    /// For the record.
    func description(of path: String) -> Calibration.Sample {
        let name = (path as NSString).lastPathComponent
        switch self {
        case .pairs(let read, let format):
            return Calibration.Sample(
                file: name, sha256: read.sha256, format: format.rawValue, images: read.content.images.count,
                subjects: read.content.subjects)
        case .set(let read):
            return Calibration.Sample(
                file: name, sha256: read.sha256, format: PairsFormat.subjects.rawValue,
                images: read.content.images.count, subjects: read.content.subjects)
        }
    }
}
