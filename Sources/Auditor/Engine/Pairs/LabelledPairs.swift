/// Labelled comparisons as a pairs file gives them: images by number, so that each is extracted once.
public struct LabelledPairs: Sendable {
    /// Distinct image paths, in order of their first use.
    public internal(set) var images: [String] = []
    /// Index into `images` of each comparison's first image.
    public internal(set) var imageA: [Int32] = []
    /// Index into `images` of each comparison's second image.
    public internal(set) var imageB: [Int32] = []
    /// Whether both images show the same person.
    public internal(set) var mated: [Bool] = []
    /// The subject's number of each first image, from 0; empty when the file does not say.
    public internal(set) var subjectA: [Int32] = []
    /// The subject's number of each second image; empty when the file does not say.
    public internal(set) var subjectB: [Int32] = []
    /// Index into `groupNames` of each comparison, -1 without a group; empty when the file has no groups.
    public internal(set) var groups: [Int32] = []
    /// The groups' names, in order of their first use.
    public internal(set) var groupNames: [String] = []
    /// The fold of each comparison, from 0; empty when the file has none.
    public internal(set) var folds: [Int32] = []
    /// Number of subjects; nil when the file does not tell them apart.
    public internal(set) var subjects: Int?
    /// Pairs that an earlier one repeats, in either order.
    public internal(set) var repeated = 0
    /// Pairs of an image with itself.
    public internal(set) var withThemselves = 0
    private var known: [UInt64: Bool] = [:]

    /// Adds a pair.
    /// - Returns: false when the label contradicts that of an earlier pair of the same images, or that an image is itself.
    mutating func append(_ a: Int32, _ b: Int32, mated isMated: Bool) -> Bool {
        imageA.append(a)
        imageB.append(b)
        mated.append(isMated)
        if a == b { withThemselves += 1 }
        // Nobody is another person than themselves.
        guard isMated || a != b else { return false }
        let key = UInt64(UInt32(min(a, b))) << 32 | UInt64(UInt32(max(a, b)))
        guard let label = known.updateValue(isMated, forKey: key) else { return true }
        repeated += 1
        return label == isMated
    }
}

/// The images of a set with whose they are: every two of them are a comparison.
public struct SubjectImages: Sendable {
    /// Image paths, each once.
    public internal(set) var images: [String] = []
    /// The subject's number of each image, from 0.
    public internal(set) var subject: [Int32] = []
    /// Index into `groupNames` of each image, -1 without a group; empty when the file has no groups.
    public internal(set) var group: [Int32] = []
    /// The groups' names, in order of their first use.
    public internal(set) var groupNames: [String] = []
    /// Number of subjects.
    public internal(set) var subjects = 0
}

/// Gives texts numbers in order of their first use.
struct Interner {
    private(set) var names: [String] = []
    private var numbers: [String: Int32] = [:]

    mutating func number(_ name: String) -> Int32 {
        if let known = numbers[name] { return known }
        let number = Int32(names.count)
        names.append(name)
        numbers[name] = number
        return number
    }

    func contains(_ name: String) -> Bool { numbers[name] != nil }
}
