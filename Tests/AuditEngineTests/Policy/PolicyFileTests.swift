import AuditCore
import Foundation
import Testing

@testable import AuditEngine

/// What a policy file says is what the policy is.
@Suite struct PolicyFileTests {
    @Test func readsEveryKey() throws {
        let policy = try Samples.policy("kyc")
        #expect(policy.name == "kyc")
        #expect(policy.faceChoice == .largest)
        #expect(policy.combination == .primary)
        #expect(policy.order == ["fused"])
        #expect(policy.veto == ["dlib"])
        #expect(policy.thresholds["fused"]?.approveSource.asked == 0.001)
        #expect(policy.thresholds["fused"]?.rejectSource.asked == 0.05)
        #expect(policy.thresholds["fused"]?.metric == .logLikelihoodRatio)
        #expect(policy.workers.sorted() == ["dlib", "opencv"])
        #expect(policy.thresholds["dlib"]?.metric == .euclidean)
        #expect(policy.quality.minInterEyeDistance == 24)
        #expect(policy.quality.brightness == [30, 230])
        #expect(policy.quality.maxRoll == 45)
        #expect(policy.multipleFaces == Policy.MultipleFaces(minRelativeArea: 0.5, minConfidence: 0.8))
        #expect(policy.limits == Policy.ResourceLimits())
        #expect(Set(policy.checks.keys) == Set(FurtherCheck.allCases))
        #expect(policy.mail?.replyTo == "support@example.org")
        #expect(policy.mail?.reviewers == ["reviewers@example.org"])
    }

    @Test func whatIsAbsentHasItsDefault() throws {
        let policy = try parse(Samples.minimal)
        #expect(policy.faceChoice == .largest)
        #expect(policy.combination == .primary)
        #expect(policy.rejects)
        #expect(policy.quality == Policy.QualityLimits())
        #expect(policy.multipleFaces == nil)
        #expect(policy.checks.isEmpty)
        #expect(policy.mail == nil)
        #expect(policy.limits.maxImageBytes == 20 * 1024 * 1024)
        #expect(policy.limits.maxImagePixels == 64_000_000)
        #expect(policy.limits.requestTimeoutSeconds == 30)
        #expect(policy.limits.workerMemoryMiB == 4096)
    }

    @Test func aSenderMakesMailAndItsAbsenceDoesNot() throws {
        #expect(
            try parse(Samples.minimal + "notifications: {organisation: A, reviewers: [a@example.org]}\n").mail == nil)
        #expect(try parse(Samples.minimal + "notifications: {organisation: A, from: a@example.org}\n").mail != nil)
    }

    @Test(arguments: [(0.4, 0.4), (1.01, 0.2), (-1.0, -1.5)])
    func acceptsUnusualButPossibleBands(approve: Double, reject: Double) throws {
        let text = Samples.minimal.replacingOccurrences(
            of: "approve: 0.5, reject: 0.3", with: "approve: \(approve), reject: \(reject)")
        #expect(try parse(text).thresholds["opencv"]?.approve == approve)
    }

    @Test func aPluginsDirectionFollowsFromItsBand() throws {
        let text = Samples.minimal.replacingOccurrences(of: "opencv", with: "my-plugin")
        #expect(try parse(text).thresholds["my-plugin"]?.metric == .cosine)
        let distance = text.replacingOccurrences(of: "approve: 0.5, reject: 0.3", with: "approve: 0.3, reject: 0.5")
        let policy = try parse(distance)
        #expect(policy.thresholds["my-plugin"]?.metric == .euclidean)
        let descriptor = MatcherDescriptor(
            name: "my-plugin", version: "1", templateSize: 2, metric: .cosine, confidenceScale: .unit, models: [])
        let error = #expect(throws: AuditError.self) { try policy.check(against: [descriptor]) }
        #expect(error?.code == .policyInvalid)
        #expect(error?.location == AuditCore.SourceLocation(file: "p.yaml", line: 4, column: 25))
    }

    @Test(arguments: Samples.names) func sampleParsesAndKeepsTheDefaultsBands(_ name: String) throws {
        let policy = try Samples.policy(name)
        let standard = try Samples.policy("default")
        #expect(policy.name == name)
        #expect(policy.matchers == standard.matchers)
        // Nothing that somebody may select approves by the strictest.
        for matcher in ["opencv", "dlib"] {
            let isSame = policy.thresholds[matcher]?.approve == standard.thresholds[matcher]?.approve
            #expect(isSame == (name != "strictest"))
        }
        #expect(policy.thresholds["dlib"]?.reject == standard.thresholds["dlib"]?.reject)
        #expect(policy.thresholds["opencv"]?.reject == standard.thresholds["opencv"]?.reject)
        #expect(policy.multipleFaces == standard.multipleFaces)
        #expect(policy.quality.minInterEyeDistance == 24)
        #expect(policy.quality.minDetectorConfidence == 0.7)
        #expect(policy.mail?.from.hasSuffix("@example.org") == true)
        #expect(policy.rejects == (name != "human-review"))
        #expect((policy.thresholds["fused"]?.approveSource.asked == 0.001) == (name != "strictest"))
        #expect(policy.checks.isEmpty != ["kyc", "documents"].contains(name))
    }

    @Test func everySampleIsTested() throws {
        let folder = GeneratedDocument.root.appending(path: "samples/policies")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.sorted() == Samples.names.map { "\($0).yaml" }.sorted())
    }

    @Test func theDocumentationNamesEveryKey() throws {
        let text = try String(contentsOf: GeneratedDocument.root.appending(path: "docs/policy.md"), encoding: .utf8)
        let keys =
            Policy.QualityLimits.CodingKeys.allCases.map(\.rawValue)
            + Policy.MultipleFaces.CodingKeys.allCases.map(\.rawValue)
            + Policy.ResourceLimits.CodingKeys.allCases.map(\.rawValue) + FurtherCheck.allCases.map(\.rawValue)
            + Policy.Combination.allCases.map(\.rawValue)
        for key in keys { #expect(text.contains("`\(key)`"), "docs/policy.md does not explain \(key)") }
    }
}

/// The policies in the repository and the shortest valid one.
enum Samples {
    static let names = ["default", "documents", "human-review", "kyc", "strictest"]

    static let minimal = """
        schema_version: 1
        name: minimal
        matchers: {order: [opencv]}
        thresholds: {opencv: {approve: 0.5, reject: 0.3}}

        """

    static func policy(_ name: String) throws -> Policy {
        let url = GeneratedDocument.root.appending(path: "samples/policies/\(name).yaml")
        return try PolicyFile.parse(Array(Data(contentsOf: url)), file: "\(name).yaml", sha256: "") {
            calibration throws(AuditError) in
            try CalibrationFile.load(path: url.deletingLastPathComponent().appending(path: calibration).path)
        }
    }
}

/// Parses a text as `p.yaml`.
func parse(_ text: String) throws(AuditError) -> Policy {
    try PolicyFile.parse(Array(text.utf8), file: "p.yaml", sha256: "") { name in
        name == "c.json" ? .example : nil
    }
}

extension SelectedPolicy {
    /// A policy of which only the decisions matter.
    init(_ policy: Policy) { self.init(policy: policy, text: "", path: "", selection: []) }
}
