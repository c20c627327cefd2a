import AuditCore

/// Writes the aligned faces that pages show, each once.
struct FaceFiles {
    private let folder: StagingFolder
    private let crop: (_ imageSHA256: String, _ matcher: String) throws -> [UInt8]?

    init(_ context: ReportContext) throws(AuditError) {
        try self.init(in: context.folder, isThere: !context.profile.shows(.faces)) {
            try context.archive.faceCrop(imageSHA256: $0, matcher: $1)
        }
    }

    /// - Parameters:
    ///   - isThere: Whether the folder of faces has been made, or no face will be there.
    ///   - crop: The aligned face that a matcher chose on a photo; nil when there is none.
    init(
        in folder: StagingFolder, isThere: Bool = false,
        crop: @escaping (_ imageSHA256: String, _ matcher: String) throws -> [UInt8]?
    ) throws(AuditError) {
        self.folder = folder
        self.crop = crop
        if !isThere { try folder.makeFolder("faces") }
    }

    /// Writes the face on a photo as the first of these matchers saw it.
    /// - Returns: the file's name within the output folder and the matcher, or nil when none found a face.
    func write(_ image: ImageRecord, matchers: [String]) throws -> (name: String, matcher: String)? {
        // Both become a file name: neither may hold anything else than these.
        guard let digest = image.sha256, digest.utf8.count == 64, digest.utf8.allSatisfy(Self.isName) else {
            return nil
        }
        for matcher in matchers where !matcher.isEmpty && matcher.utf8.allSatisfy(Self.isName) {
            guard let crop = try crop(digest, matcher), Self.isPicture(crop)
            else { continue }
            let name = "faces/\(digest)-\(matcher).jpg"
            try folder.writeOnce(crop, to: name)
            return (name, matcher)
        }
        return nil
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        case UInt8(ascii: "-"): true
        default: false
        }
    }

    /// JPEG or PNG by its first bytes: a plugin's answer is not trusted to be a picture.
    static func isPicture(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xFF, 0xD8, 0xFF]) || bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
    }
}
