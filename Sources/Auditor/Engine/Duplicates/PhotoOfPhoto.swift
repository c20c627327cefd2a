import AuditCore

/// Whether a selfie and the document show one picture: then the selfie was probably taken of the document.
enum PhotoOfPhoto {
    /// Cosine from which on two templates are of one picture. Two pictures of one person hardly reach it: the same
    /// person's photos of LFW have a median of about 0.7.
    static let nearIdenticalCosine = 0.97
    /// Distance up to which two templates are of one picture; two pictures of one person have a median of about 0.4.
    static let nearIdenticalDistance = 0.12

    /// The sign, if there is one.
    static func link(_ open: OpenRequest, nearBits: Int?) -> GalleryEvidence.Link? {
        guard open.request.kind == .compare, let selfie = open.sights.first(where: { $0.record.role == .selfie }),
            let document = open.sights.first(where: { $0.record.role == .document })
        else { return nil }
        if let sha256 = selfie.record.sha256, sha256 == document.record.sha256 {
            return GalleryEvidence.Link(kind: .selfieIsDocument)
        }
        if let nearBits, let a = selfie.photoHash, let b = document.photoHash, (a ^ b).nonzeroBitCount <= nearBits {
            return GalleryEvidence.Link(kind: .selfieIsDocument)
        }
        for (name, template) in selfie.templates.sorted(by: { $0.key < $1.key }) {
            guard let other = document.templates[name], let metric = open.metrics[name],
                let score = metric.score(template, other)
            else { continue }
            let isOne = metric == .cosine ? score >= nearIdenticalCosine : score <= nearIdenticalDistance
            if isOne { return GalleryEvidence.Link(kind: .selfieIsDocument, matcher: name, score: score) }
        }
        return nil
    }
}
