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
