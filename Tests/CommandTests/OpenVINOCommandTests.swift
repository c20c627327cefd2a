import AuditTesting
import Foundation
import Testing

/// `--matcher openvino` in place of `opencv`, from outside.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct OpenVINOCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func comparison(by matcher: String) async throws -> [String: Any] {
        let photos = ["obama.jpg", "obama2.jpg"].map { Repository.path(".models/photos/" + $0) }
        let ending = try await Programs.auditor(["compare"] + photos + ["--matcher", matcher, "--json"], in: folder)
        #expect(ending.status == 0, "\(ending.errors)")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
    }

    @Test(.enabled(if: Repository.hasOpenVINO, "needs OpenVINO's libraries: make setup, on x86-64"))
    func itDecidesAtTheThresholdsThatOpencvWasCalibratedFor() async throws {
        let both = [try await comparison(by: "opencv"), try await comparison(by: "openvino")]
        let rows = try both.map { try #require(($0["comparisons"] as? [[String: Any]])?.first) }
        #expect(rows.map { $0["matcher"] as? String } == ["opencv", "openvino"])
        for key in ["approve_threshold", "reject_threshold"] {
            let values = try rows.map { try #require($0[key] as? Double) }
            #expect(values[0] == values[1], "\(key)")
        }
        let scores = try rows.map { try #require($0["score"] as? Double) }
        #expect(abs(scores[0] - scores[1]) < 0.005)
        #expect(both.allSatisfy { $0["verdict"] as? String == "approved" })
    }

    @Test func withoutItsLibrariesItExits78AndOthersWork() async throws {
        let home = folder.file("home")
        try FileManager.default.createDirectory(atPath: home + "/models", withIntermediateDirectories: true)
        for name in ["templates", "samples", "models.json"] {
            try FileManager.default.createSymbolicLink(
                atPath: home + "/" + name, withDestinationPath: Repository.path(name))
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: Repository.path(".models"))
        where name != "openvino" {
            try FileManager.default.createSymbolicLink(
                atPath: home + "/models/" + name, withDestinationPath: Repository.path(".models/" + name))
        }
        let photo = home + "/models/photos/obama.jpg"
        for (matcher, status) in [("openvino", Int32(78)), ("opencv", 0)] {
            let ending = try await Programs.auditor(
                ["compare", photo, photo, "--matcher", matcher], in: folder,
                environment: ["AUDITOR_HOME": home, "PATH": "/usr/bin:/bin"])
            #expect(ending.status == status, "\(matcher): \(ending.errors)")
            if status != 0 { #expect(ending.errors.contains("is not installed; run `make setup`")) }
        }
    }
}
