import AuditCore
import Foundation
import Testing

@testable import Reports

@Suite struct TemplateLibraryTests {
    private func copy() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Repository.templatesFolder, toPath: "\(folder.path)/t")
        return folder
    }

    @Test func namesAMissingFile() throws {
        let folder = try copy()
        try FileManager.default.removeItem(atPath: "\(folder.path)/t/email/review.html")
        let error = try #require(throws: AuditError.self) { try TemplateLibrary(folder: "\(folder.path)/t") }
        #expect(error.code == .configurationInvalid)
        #expect(error.location?.file == "\(folder.path)/t/email/review.html")
    }

    @Test func namesTheLineOfAMistake() throws {
        let folder = try copy()
        try folder.write("Subject: x\n\nfine\n{{#open}}\n", to: "t/email/error.txt")
        let error = try #require(throws: AuditError.self) { try TemplateLibrary(folder: "\(folder.path)/t") }
        #expect(error.code.exitStatus == .configuration)
        #expect(error.location?.file.hasSuffix("email/error.txt") == true)
        #expect((4...5).contains(error.location?.line ?? 0))
    }

    @Test func theFolderHoldsNothingElse() throws {
        let folder = Repository.templatesFolder
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.contains(".") }
        #expect(files.sorted() == TemplateLibrary.files.sorted())
    }

    @Test func theDigestFollowsTheTexts() throws {
        let folder = try copy()
        let before = try TemplateLibrary(folder: "\(folder.path)/t")
        try folder.write("Subject: other\n\nother", to: "t/email/review.txt")
        let after = try TemplateLibrary(folder: "\(folder.path)/t")
        #expect(before.digest(for: .review) != after.digest(for: .review))
        #expect(before.digest(for: .error) == after.digest(for: .error))
        #expect(before.digest(for: .error).count == 64)
    }

    @Test func onlyDrawingsAndOurOwnFilesAreUnescaped() throws {
        let allowed: Set = [
            "policy", "style", "script", "outcome_bar", "share_bar", "histogram", "scale", "drawing", "key_line",
        ]
        let templates = try Repository.templates()
        for file in TemplateLibrary.files where !file.hasSuffix(".css") && !file.hasSuffix(".js") {
            for match in templates.text(file).matches(of: /\{\{\{\s*([^}\s]+)\s*\}\}\}/) {
                #expect(allowed.contains(String(match.1)), "\(file) shows \(match.1) unescaped")
            }
            #expect(!templates.text(file).contains("{{&"))
        }
    }

    @Test func eachMailNeedsASubject() throws {
        let folder = try copy()
        try folder.write("Dear you", to: "t/email/approved.txt")
        #expect(code { _ = try TemplateLibrary(folder: "\(folder.path)/t") } == .configurationInvalid)
    }
}
