import AuditCore
import AuditEngine
import Testing

/// What makes templates incomparable.
@Suite struct TemplateVersionTests {
    private static func descriptor() -> MatcherDescriptor {
        MatcherDescriptor(
            name: "opencv", version: "1", templateSize: 128, metric: .cosine, confidenceScale: .unit,
            models: [ModelDigest(file: "a", sha256: "bb"), ModelDigest(file: "b", sha256: "aa")])
    }

    /// By Python: hashlib.sha256 over every part with its length before it, as 8 bytes, big-endian.
    @Test func isTheDigestOfItsParts() {
        #expect(Self.descriptor().templateVersion == "f872164023da892de20d4ad63e49d8ce75f70ce873dbbc7577c6caef9f21569f")
    }

    @Test func changesWithWhatTemplatesDependOnAndWithNothingElse() {
        let version = Self.descriptor().templateVersion
        func changed(_ change: (inout MatcherDescriptor) -> Void) -> String {
            var descriptor = Self.descriptor()
            change(&descriptor)
            return descriptor.templateVersion
        }
        #expect(changed { $0.name = "dlib" } != version)
        #expect(changed { $0.templateSize = 129 } != version)
        #expect(changed { $0.metric = .euclidean } != version)
        #expect(changed { $0.models[0].sha256 = "cc" } != version)
        #expect(changed { $0.models.removeLast() } != version)
        #expect(changed { $0.version = "2" } == version)
        #expect(changed { $0.models.reverse() } == version)
        #expect(changed { $0.models[0].file = "renamed" } == version)
        #expect(changed { $0.program = [] } == version)
    }
}
