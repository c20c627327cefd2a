import AuditCore
import AuditTesting
import Foundation
import MatcherKit
import NativeMatchers
import Testing

/// The built-in matchers against the scores that an independent pipeline gave for the same photos.
@Suite(
    .tags(.models, .slow), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .enabled(if: Repository.measuringData != nil, "needs ../shared/data/lfw-view1"))
struct ReferenceScoreTests {
    struct Pair {
        var a: String
        var b: String
        var sface: Double?
        var dlib: Double?
    }

    /// 99th percentile of the absolute difference over the first `count` pairs, and photos without a face.
    private func difference(
        _ type: any NativeMatcher.Type, expected: KeyPath<Pair, Double?>, count: Int
    ) throws -> (percentile99: Double, without: Int) {
        let folder = try #require(Repository.measuringData)
        let matcher = try matcher(type)
        let templates = TemplateMemory(matcher, folder: folder)
        var differences: [Double] = []
        for pair in try quickPairs(folder).prefix(count) {
            guard let a = try templates.of(pair.a), let b = try templates.of(pair.b),
                let score = matcher.descriptor.metric.score(a, b), let reference = pair[keyPath: expected]
            else { continue }
            differences.append(abs(score - reference))
        }
        return (try percentile99(differences), templates.without)
    }

    private func matcher(_ type: any NativeMatcher.Type) throws -> any NativeMatcher {
        try NativeLibraries.prepare()
        return try type.init(
            models: try type.modelFiles.map { try ModelFile(folder: Repository.path(".models"), file: $0) })
    }

    private func percentile99(_ differences: [Double]) throws -> Double {
        let index = Int((0.99 * Double(differences.count - 1)).rounded(.up))
        return try #require(differences.indices.contains(index) ? differences.sorted()[index] : nil)
    }

    private func quickPairs(_ folder: String) throws -> [Pair] {
        var reference: [String: (Double?, Double?)] = [:]
        for line in try lines(folder + "/reference-scores.csv") {
            reference["\(line[0]),\(line[1])"] = (Double(line[3]), Double(line[4]))
        }
        return try lines(folder + "/pairs-quick.csv").map { line in
            let scores = reference["\(line[0]),\(line[1])"]
            return Pair(a: line[0], b: line[1], sface: scores?.0, dlib: scores?.1)
        }
    }

    private func lines(_ path: String) throws -> [[String]] {
        try String(contentsOf: URL(filePath: path), encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    @Test func opencvAgreesWithTheReferencePipeline() throws {
        let result = try difference(OpenCVMatcher.self, expected: \.sface, count: 300)
        #expect(result.percentile99 < 0.01)
        #expect(result.without == 0)
    }

    @Test func dlibAgreesWithTheReferencePipeline() throws {
        let result = try difference(DlibMatcher.self, expected: \.dlib, count: 300)
        #expect(result.percentile99 < 0.001)
    }

    /// DESIGN.md 4.4: one calibration serves both, so their scores may differ by less than thresholds are quoted to.
    @Test(.enabled(if: Repository.hasOpenVINO, "needs OpenVINO's libraries: make setup, on x86-64"))
    func openvinoAgreesWithOpencv() throws {
        let folder = try #require(Repository.measuringData)
        let (one, other) = (try matcher(OpenCVMatcher.self), try matcher(OpenVINOMatcher.self))
        let (left, right) = (TemplateMemory(one, folder: folder), TemplateMemory(other, folder: folder))
        var differences: [Double] = []
        for pair in try quickPairs(folder) {
            let metric = one.descriptor.metric
            let (a1, a2) = (try #require(try left.of(pair.a)), try #require(try left.of(pair.b)))
            let (b1, b2) = (try #require(try right.of(pair.a)), try #require(try right.of(pair.b)))
            let (a, b) = (try #require(metric.score(a1, a2)), try #require(metric.score(b1, b2)))
            differences.append(abs(a - b))
        }
        #expect(differences.count == 300)
        #expect(try percentile99(differences) < 0.005)
    }
}

/// A matcher's templates of the photos below a folder, each made once.
private final class TemplateMemory {
    private let matcher: any NativeMatcher
    private let folder: String
    private var known: [String: FaceTemplate?] = [:]

    init(_ matcher: any NativeMatcher, folder: String) { (self.matcher, self.folder) = (matcher, folder) }

    /// Photos without a face.
    var without: Int { known.values.count { $0 == nil } }

    func of(_ file: String) throws -> FaceTemplate? {
        if let template = known[file] { return template }
        let bytes = Array(try Data(contentsOf: URL(filePath: folder + "/images/" + file)))
        let found = try matcher.extract(bytes, choice: .central, maxPixels: 1_000_000).template
        known[file] = .some(found)
        return found
    }
}
