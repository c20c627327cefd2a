import AuditCore
import Foundation
import Testing

@testable import AuditEngine

/// A calibration that cannot be true is refused.
@Suite struct CalibrationFileTests {
    private func load(_ calibration: Calibration) throws -> CalibrationFile {
        try CalibrationFile.load(Array(try JSONEncoder().encode(calibration)), file: "c.json")
    }

    @Test func whatIsWrittenIsRead() throws { #expect(try load(.example).calibration == .example) }

    @Test func theShippedOneIsSound() throws {
        let path = GeneratedDocument.root.appending(path: "samples/calibrations/lfw-view1.json").path
        #expect(try CalibrationFile.load(path: path).calibration.fusion != nil)
    }

    @Test(arguments: [
        ("version", "schema_version 1"), ("schema", "identity-auditor/calibration"), ("weights", "one weight"),
        ("slope", "must grow"), ("support", "do not support"), ("order", "falling rates"), ("share", "impossible"),
        ("fusion", "\"fusion\""), ("twice", "once"),
    ]) func refuses(change: String, says: String) {
        var calibration = Calibration.example
        switch change {
        case "version": calibration.schemaVersion = 2
        case "schema": calibration.schema = "other"
        case "weights": calibration.matchers[0].likelihoodRatio.weights = [1, 2]
        case "slope": calibration.matchers[1].likelihoodRatio.weights = [1]
        case "support": calibration.matchers[0].nonMated = 90_000
        case "order": calibration.matchers[0].rates.reverse()
        case "share": calibration.matchers[0].rates[0].fnmr = 2
        case "fusion": calibration.fusion = nil
        default: calibration.matchers.append(calibration.matchers[0])
        }
        let error = #expect(throws: AuditError.self) { try load(calibration) }
        #expect(error?.code == .calibrationInvalid)
        #expect(error?.location?.file == "c.json")
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }

    @Test func noJSONIsRefused() {
        let error = #expect(throws: AuditError.self) { try CalibrationFile.load(Array("{".utf8), file: "c.json") }
        #expect(error?.code == .calibrationInvalid)
    }
}
