import AuditCore
import AuditTesting
import Foundation
import MatcherKit
import Testing

/// The messages in docs/worker-protocol.md, "document", are those that both sides write.
@Suite struct DocumentTranscriptTests {
    private static func headers(_ side: String) throws -> [String] {
        let text = try String(contentsOfFile: Repository.path("docs/worker-protocol.md"), encoding: .utf8)
        let block = text.components(separatedBy: "```document-transcript\n").dropFirst().first ?? ""
        let lines = block.components(separatedBy: "```").first?.split(separator: "\n") ?? []
        return lines.filter { $0.hasPrefix(side + " {") }.map { String($0.dropFirst(2)) }
    }

    private static func text(_ message: some Encodable) throws -> String {
        String(decoding: try WireCoding.encode(message), as: UTF8.self)
    }

    @Test func theQuestionsAreThoseOfTheSupervisor() throws {
        let questions = try Self.headers(">")
        #expect(questions.count == 3)
        for question in questions {
            let request: DocumentRequest = try WireCoding.decode(Array(question.utf8))
            #expect(try Self.text(request) == question)
        }
    }

    @Test func theAnswersAreThoseOfAWorker() throws {
        let answers = try Self.headers("<")
        try #require(answers.count == 3)
        let hello: DocumentHello = try WireCoding.decode(Array(answers[0].utf8))
        #expect(try Self.text(hello) == answers[0])
        #expect(DocumentValidation.problem(of: hello) == nil)
        let answer: DocumentAnswer = try WireCoding.decode(Array(answers[1].utf8))
        #expect(try Self.text(answer) == answers[1])
        let picture = FlatJPEG.bytes(width: answer.side.width, height: answer.side.height)
        #expect(DocumentValidation.problem(of: answer.side, straightened: picture) == nil)
        #expect(answer.payload == picture.count)
        let bye: WorkerAnswerHead = try WireCoding.decode(Array(answers[2].utf8))
        #expect(try Self.text(bye) == answers[2])
    }
}
