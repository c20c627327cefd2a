import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// What a policy and a manifest may say of galleries.
@Suite struct GalleryPolicyTests {
    private func parse(_ gallery: String) throws(AuditError) -> Policy {
        let text = """
            schema_version: 1
            name: members
            matchers: {order: [opencv], veto: [dlib]}
            thresholds: {opencv: {approve: 0.36, reject: 0.23}, dlib: {approve: 0.54, reject: 0.68}}
            \(gallery)
            """
        return try PolicyFile.parse(Array(text.utf8), file: "p.yaml", sha256: "p") { _ in nil }
    }

    @Test(
        arguments: [
            ("", nil), ("gallery: off", nil), ("gallery: on", GallerySettings()), ("gallery: {}", GallerySettings()),
            (
                "gallery: {top: 10, alerts_a_night: 0.5, search: dlib}",
                GallerySettings(top: 10, alertsANight: 0.5, search: "dlib")
            ),
        ] as [(String, GallerySettings?)])
    func theSectionIsRead(text: String, settings: GallerySettings?) throws {
        let policy = try parse(text)
        #expect(policy.gallery == settings)
        #expect(policy.kinds == (settings == nil ? [.compare] : Set(RequestKind.allCases)))
        #expect(PolicyDescription(policy).text.contains("\ngallery\n") == (settings != nil))
    }

    @Test(arguments: [
        ("gallery: {top: 0}", "1 to 100"), ("gallery: {alerts_a_night: 0}", "above 0"),
        ("gallery: {search: openvc}", "opencv"), ("gallery: {tops: 5}", "top"), ("gallery: 5", "on, off"),
    ])
    func mistakesAreErrors(text: String, hint: String) {
        let error = #expect(throws: AuditError.self) { try parse(text) }
        #expect(error?.code == .policyInvalid && error?.message.contains(hint) == true)
    }

    @Test func aSearchWithoutACalibrationIsWarnedOf() throws {
        let warnings = PolicyLinter.findings(in: try parse("gallery: on")).map(\.message)
        #expect(warnings.contains { $0.hasPrefix("opencv: has no calibration") })
        #expect(!PolicyLinter.findings(in: try parse("")).contains { $0.message.contains("rise with the gallery") })
    }

    @Test func everyKindHasItsRequiredFields() throws {
        let folder = try TemporaryFolder()
        let rows = [
            "a,enrol,,,x.jpg", "b,enrol,s,,", "c,verify,,,x.jpg", "d,verify,,name,x.jpg", "e,verify,s,,x.jpg",
            "f,identify,,,x.jpg", "g,identify,,,",
        ]
        try folder.write(
            Array((["request_id,kind,subject_id,username,selfie"] + rows).joined(separator: "\n").utf8), to: "m.csv")
        let manifest = try Manifest.open(
            path: folder.file("m.csv"), xsd: "",
            options: ManifestOptions(asOf: "2026-01-31", supportedKinds: Set(RequestKind.allCases)))
        var missing: [String: [String]] = [:]
        var reader = try manifest.rows()
        while let row = try reader.next() {
            guard case .invalid(_, _, let problems) = row.content else { continue }
            missing[row.requestID] = problems.map(\.field)
        }
        #expect(missing == ["a": ["subject_id"], "b": ["selfie"], "c": ["subject_id"], "g": ["selfie"]])
    }
}
