import AuditCore
import AuditTesting
import Foundation
import NativeMatchers
import Testing

/// `openvino` is `opencv` in less time: the same models, and nearly the same numbers.
@Suite(
    .tags(.models), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .enabled(if: Repository.hasOpenVINO, "needs OpenVINO's libraries: make setup, on x86-64"), .serialized)
struct OpenVINOTests {
    private let opencv: OpenCVMatcher
    private let openvino: OpenVINOMatcher

    init() throws {
        try NativeLibraries.prepare()
        let models = try OpenCVMatcher.modelFiles.map {
            try ModelFile(folder: Repository.path(".models"), file: $0)
        }
        opencv = try OpenCVMatcher(models: models)
        openvino = try OpenVINOMatcher(models: models)
    }

    private func photo(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: Repository.path(".models/photos/" + name))))
    }

    @Test func namesTheSameModelsAndItsOwnLibrary() {
        #expect(openvino.descriptor.models == opencv.descriptor.models)
        #expect(openvino.descriptor.metric == opencv.descriptor.metric)
        #expect(openvino.descriptor.version.contains("OpenVINO 2026.4"))
    }

    /// Photos of several sizes and shapes, most of which are smaller than the prepared input that they are laid into.
    @Test(arguments: ["obama.jpg", "obama2.jpg", "biden.jpg", "astronaut.png", "obama_partial_face.jpg"])
    func findsTheFaceThatOpencvFinds(file: String) throws {
        let photo = try photo(file)
        let a = try opencv.extract(photo, choice: .largest, maxPixels: 100_000_000)
        let b = try openvino.extract(photo, choice: .largest, maxPixels: 100_000_000)
        #expect(a.faces.count == b.faces.count && a.photoHash == b.photoHash)
        let (one, other) = (try #require(a.chosenFace), try #require(b.chosenFace))
        let eyes = one.quality.interEyeDistance
        for (x, y) in zip(one.landmarks, other.landmarks) {
            #expect(hypot(x.x - y.x, x.y - y.y) < 0.02 * eyes)
        }
        let (left, right) = (try #require(a.template), try #require(b.template))
        let cosine = try #require(opencv.descriptor.metric.score(left, right))
        #expect(cosine > 0.995)
    }
}

/// Where OpenVINO is not installed.
@Suite(.tags(.models), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct WithoutOpenVINOTests {
    @Test func itSaysWhichLibraryItLacks() throws {
        let folder = try TemporaryFolder()
        for file in OpenVINOMatcher.modelFiles {
            try FileManager.default.createSymbolicLink(
                atPath: folder.file(file), withDestinationPath: Repository.path(".models/" + file))
        }
        let models = try OpenVINOMatcher.modelFiles.map { try ModelFile(folder: folder.path, file: $0) }
        let failure = #expect(throws: NativeFailure.self) { try OpenVINOMatcher(models: models) }
        #expect(failure?.description.contains("libopenvino_c.so") == true)
    }
}
