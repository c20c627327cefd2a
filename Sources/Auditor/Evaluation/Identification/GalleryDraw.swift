import AuditCore

/// One way to divide a set of photos: subjects with two or more photos are enrolled with all but one, which searches
/// as a mated probe; the photos of the others are non-mated probes.
///
/// Every choice is a hash of the image's path and the seed, so that the order of the file and the subjects' names have
/// no say in it.
struct GalleryDraw: Sendable {
    /// Enrolled photos by the position of their subject.
    private(set) var gallery: [Int] = []
    /// The position of each enrolled photo's subject. A gallery of n subjects has positions below n, so that small
    /// galleries are parts of large ones.
    private(set) var position: [Int] = []
    /// The probe photo of each position.
    private(set) var mated: [Int] = []
    /// Photos of subjects who are not enrolled, in the order of their keys.
    private(set) var nonMated: [Int] = []

    init(images: [String], subject: [Int32], seed: UInt64, draw: Int) {
        let salt = SplitMix64.mix(SplitMix64.mix(seed) &+ UInt64(draw))
        let keys = images.map { Self.key($0, salt) }
        func precedes(_ a: Int, _ b: Int) -> Bool { (keys[a], images[a]) < (keys[b], images[b]) }
        var photos: [Int32: [Int]] = [:]
        for (image, owner) in subject.enumerated() { photos[owner, default: []].append(image) }
        // By the key of one photo each, the first by name: the smallest key of all would put people with many photos in
        // front, into every small gallery.
        let people = photos.values.map { $0.sorted { images[$0] < images[$1] } }
            .sorted { precedes($0[0], $1[0]) }
        for person in people {
            guard person.count > 1, let probe = person.min(by: { SplitMix64.mix(keys[$0]) < SplitMix64.mix(keys[$1]) })
            else {
                nonMated.append(person[0])
                continue
            }
            for image in person where image != probe {
                gallery.append(image)
                position.append(mated.count)
            }
            mated.append(probe)
        }
    }

    /// Number of enrolled subjects.
    var subjects: Int { mated.count }

    /// Number of enrolled photos of the first subjects.
    func photos(ofFirst subjects: Int) -> Int { position.count { $0 < subjects } }

    /// FNV-1a over the path's bytes, then mixed with the salt.
    private static func key(_ path: String, _ salt: UInt64) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return SplitMix64.mix(hash ^ salt)
    }
}
