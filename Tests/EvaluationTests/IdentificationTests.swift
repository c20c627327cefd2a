import AuditCore
import Testing

@testable import Evaluation

/// A gallery and its probes, from photos to figures.
@Suite struct IdentificationTests {
    /// Made-up photos: people are directions with noise; every third has one photo, some photos no template.
    private static func sample(
        _ seed: UInt64, people: Int = 24, noise: Float = 0.5, metric: ScoreMetric = .cosine, matchers: Int = 1
    ) -> IdentificationSample {
        var generator = SplitMix64(seed: seed)
        func vector(_ scale: Float) -> [Float] {
            (0..<8).map { _ in Float.random(in: -1...1, using: &generator) * scale }
        }
        var sample = IdentificationSample(images: [], subject: [], matchers: [])
        var templates = Array(repeating: [FaceTemplate?](), count: matchers)
        for person in 0..<people {
            let centres = (0..<matchers).map { _ in vector(1) }
            for photo in 0..<(person % 3 == 0 ? 1 : 2 + person % 4) {
                sample.images.append("person \(person)/\(photo).jpg")
                sample.subject.append(Int32(person))
                for matcher in 0..<matchers {
                    let values = zip(centres[matcher], vector(noise)).map { $0 + $1 }
                    templates[matcher].append((person + photo) % 13 == 12 ? nil : FaceTemplate(values))
                }
            }
        }
        sample.matchers = templates.enumerated().map { number, templates in
            .init(
                subject: .init(
                    name: "m\(number)", version: "1", metric: metric, models: [], images: sample.images.count,
                    failedImages: templates.count { $0 == nil }, speed: nil), templates: templates)
        }
        return sample
    }

    private static let file = Calibration.Sample(
        file: "people.csv", sha256: String(repeating: "0", count: 64), format: "subjects", images: nil, subjects: nil)

    private static func options(fuse: Bool = false) -> IdentificationOptions {
        IdentificationOptions(
            fuse: fuse, draws: 3, replicates: 200, sizes: [4, 9, 1000], fpirTargets: [0.01, 0.5, 0.2],
            ranks: [1, 3, 20], toolVersion: "0.0.0")
    }

    private static func record(_ sample: IdentificationSample, fuse: Bool = false) throws -> IdentificationRecord {
        try IdentificationEvaluator(options: options(fuse: fuse))
            .evaluate(sample, sample: file, faceChoice: .largest)
    }

    @Test(arguments: 0..<6)
    func onePhotoOfEachSubjectWithSeveralIsTheProbeAndTheRestIsEnrolled(draw: Int) {
        let sample = Self.sample(1)
        let divided = GalleryDraw(images: sample.images, subject: sample.subject, seed: 7, draw: draw)
        let all = divided.gallery + divided.mated + divided.nonMated
        #expect(all.sorted() == Array(sample.images.indices))
        let counts = Dictionary(grouping: sample.subject, by: \.self).mapValues(\.count)
        #expect(divided.subjects == counts.values.count { $0 > 1 })
        for (position, probe) in divided.mated.enumerated() {
            let enrolled = zip(divided.gallery, divided.position).filter { $0.1 == position }.map(\.0)
            #expect(enrolled.count == (counts[sample.subject[probe]] ?? 0) - 1)
            #expect(enrolled.allSatisfy { sample.subject[$0] == sample.subject[probe] })
        }
        #expect(divided.nonMated.allSatisfy { counts[sample.subject[$0]] == 1 })
        #expect(divided.position == divided.position.sorted())
    }

    @Test func drawsDifferAndSoDoSeeds() {
        let sample = Self.sample(1)
        let draws = [(7, 0), (7, 1), (8, 0)].map { seed, draw in
            GalleryDraw(images: sample.images, subject: sample.subject, seed: UInt64(seed), draw: draw).mated
        }
        #expect(Set(draws).count == 3)
    }

    /// An oracle without matrices, blocks or running maxima.
    @Test(arguments: [ScoreMetric.cosine, .euclidean], 1...4 as ClosedRange<UInt64>)
    func searchesAreThoseOfComparingEveryPhotoWithEveryOther(metric: ScoreMetric, seed: UInt64) throws {
        let sample = Self.sample(seed, metric: metric)
        let draw = GalleryDraw(images: sample.images, subject: sample.subject, seed: seed, draw: 0)
        let sizes = [1, 5, draw.subjects]
        let found = try GallerySearch(sample, draw, plan: nil).searches(sizes: sizes) {}[0]
        let templates = sample.matchers[0].templates
        func best(_ probe: Int, _ position: Int) -> Double? {
            zip(draw.gallery, draw.position).filter { $0.1 == position }.compactMap { image, _ in
                guard let a = templates[probe], let b = templates[image] else { return nil }
                return metric.score(a, b).map(metric.direction.similarity)
            }.max()
        }
        for (searches, size) in zip(found, sizes) {
            #expect(searches.mated.count == size && searches.nonMated.count == draw.nonMated.count)
            for (position, search) in searches.mated.enumerated() {
                let scores = (0..<size).map { best(draw.mated[position], $0) }
                guard let mate = scores[position] else {
                    #expect(search.similarity == nil)
                    continue
                }
                #expect(isNear(try #require(search.similarity), mate, 1e-5))
                let above = scores.enumerated().count { $0.offset != position && $0.element ?? -.infinity >= mate }
                #expect(search.rank == 1 + above)
            }
            for (probe, search) in zip(draw.nonMated, searches.nonMated) {
                let highest = (0..<size).compactMap { best(probe, $0) }.max()
                #expect((search.best == nil) == (highest == nil))
                #expect(isNear(search.best ?? 0, highest ?? 0, 1e-5))
            }
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func falsePositivesGrowWithTheGalleryAndSoDoRanks(seed: UInt64) throws {
        let sample = Self.sample(seed, noise: 1.5)
        let draw = GalleryDraw(images: sample.images, subject: sample.subject, seed: seed, draw: 0)
        let found = try GallerySearch(sample, draw, plan: nil).searches(sizes: Array(1...draw.subjects)) {}[0]
        for (small, large) in zip(found, found.dropFirst()) {
            for threshold in stride(from: -1.0, through: 1, by: 0.1) {
                #expect(
                    small.falsePositiveRate(threshold: threshold) <= large.falsePositiveRate(threshold: threshold))
            }
            #expect(zip(small.mated, large.mated).allSatisfy { $0.rank <= $1.rank && $0.similarity == $1.similarity })
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func theOrderOfPhotosAndTheNumbersOfSubjectsChangeNothing(seed: UInt64) throws {
        let sample = Self.sample(seed)
        var generator = SplitMix64(seed: seed)
        let order = sample.images.indices.shuffled(using: &generator)
        let numbers = (0..<Int32(24)).shuffled(using: &generator)
        var other = sample
        other.images = order.map { sample.images[$0] }
        other.subject = order.map { numbers[Int(sample.subject[$0])] }
        other.matchers[0].templates = order.map { sample.matchers[0].templates[$0] }
        #expect(try Self.record(sample) == Self.record(other))
    }

    @Test func ratesKeepTheirTargetsAndIntervalsHoldThem() throws {
        let record = try Self.record(Self.sample(3, people: 60, noise: 1.2, metric: .euclidean))
        let matcher = try #require(record.matchers.first)
        #expect(matcher.galleries.map(\.subjects) == [4, 9, 40])
        #expect(record.division.enrolledSubjects == 40 && record.division.nonMatedProbes == 20)
        for gallery in matcher.galleries {
            #expect(gallery.matedSearches == 3 * gallery.subjects && gallery.nonMatedSearches == 60)
            #expect(gallery.identification.map(\.fpirTarget) == [0.5, 0.2, 0.01])
            for point in gallery.identification {
                #expect(point.fpir.value <= point.fpirTarget)
                #expect(!point.supported)
                for rate in [point.fpir, point.fnir] {
                    #expect(rate.ci95[0] <= rate.value && rate.value <= rate.ci95[1])
                    #expect((rate.ci95Subjects == nil) == (rate.errors == 0 || rate.errors == rate.searches))
                }
            }
            #expect(gallery.investigation.map(\.supported) == [1, 3, 20].map { $0 < gallery.subjects })
            #expect(gallery.cmc.count == min(20, gallery.subjects))
        }
        // Distances: stricter is lower.
        let thresholds = matcher.whole?.identification.map(\.threshold) ?? []
        #expect(thresholds == thresholds.sorted(by: >))
    }

    /// 30 non-mated probes are the fewest that show a rate of 1 (rule of 30); 60 show 0.5.
    @Test(arguments: [(177, false), (180, true)])
    func aTargetIsSupportedFrom30ExpectedErrorsOn(people: Int, isSupported: Bool) throws {
        let record = try Self.record(Self.sample(2, people: people))
        #expect(record.matchers[0].whole?.identification.first?.supported == isSupported)
        #expect(record.matchers[0].whole?.identification.last?.supported == false)
    }

    @Test func fusionOfTwoWeakMatchersMissesFewer() throws {
        let record = try Self.record(Self.sample(5, people: 90, noise: 0.9, matchers: 2), fuse: true)
        #expect(record.matchers.map(\.name) == ["m0", "m1", "fused"])
        let misses = record.matchers.map { $0.whole?.investigation[0].fnir.value ?? 1 }
        #expect(misses[2] < min(misses[0], misses[1]))
        #expect(record.matchers[2].metric == .logLikelihoodRatio && record.matchers[2].failedImages == nil)
    }

    /// Of two people one has several photos; of four, with two taken for a third, everybody has.
    @Test(arguments: [2, 4])
    func aSetWithoutStrangersOrWithTooFewToEnrolIsRefused(people: Int) {
        var sample = Self.sample(1, people: people)
        if people == 4 { sample.subject = sample.subject.map { $0 == 0 || $0 == 3 ? 1 : $0 } }
        #expect(throws: EvaluationError.self) { try Self.record(sample) }
    }

    @Test func whoeverAsksToStopIsHeard() {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try IdentificationEvaluator(options: Self.options()).evaluate(
                Self.sample(1), sample: Self.file, faceChoice: .largest
            ) { throw Stop() }
        }
    }
}
