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
        try NativeLibraries.prepare()
        let models = try type.modelFiles.map { try ModelFile(folder: Repository.path(".models"), file: $0) }
        let matcher = try type.init(models: models)
        var templates: [String: FaceTemplate?] = [:]
        func template(_ file: String) throws -> FaceTemplate? {
            if let known = templates[file] { return known }
            let bytes = Array(try Data(contentsOf: URL(filePath: folder + "/images/" + file)))
            let found = try matcher.extract(bytes, choice: .central, maxPixels: 1_000_000).template
            templates[file] = .some(found)
            return found
        }
        var differences: [Double] = []
        for pair in try quickPairs(folder).prefix(count) {
            guard let a = try template(pair.a), let b = try template(pair.b),
                let score = matcher.descriptor.metric.score(a, b), let reference = pair[keyPath: expected]
            else { continue }
            differences.append(abs(score - reference))
        }
        differences.sort()
        let index = Int((0.99 * Double(differences.count - 1)).rounded(.up))
        return (
            try #require(differences.indices.contains(index) ? differences[index] : nil),
            templates.values.count { $0 == nil }
        )
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
}
