import AuditTesting
import Foundation
import MatcherKit
import Testing

/// The transcript in docs/worker-protocol.md is what a real worker says, so that the document cannot drift.
@Suite(.timeLimit(.minutes(30))) struct TranscriptTests {
    private let lines: [Substring]
    private let document: String

    init() throws {
        document = try String(contentsOfFile: Repository.path("docs/worker-protocol.md"), encoding: .utf8)
        lines = document.split(separator: "```transcript\n").dropFirst()
            .flatMap { ($0.split(separator: "```").first ?? "").split(separator: "\n") }
    }

    /// The frames of one side, each a header and the bytes that follow it.
    private func frames(_ side: String) throws -> [Frame] {
        var frames: [Frame] = []
        for line in lines where line.hasPrefix(side + " ") {
            let text = line.dropFirst(2)
            if text.hasPrefix("+ ") {
                let bytes = try text.dropFirst(2).split(separator: " ").map { try #require(UInt8($0, radix: 16)) }
                frames[frames.count - 1].payload += bytes
            } else {
                frames.append(Frame(header: Array(text.utf8)))
            }
        }
        return frames
    }

    private func object(_ frame: Frame) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(frame.header)) as? NSDictionary)
    }

    /// Sends the questions one by one to a program, as the supervisor does, and returns what it answers.
    private func answers(_ program: String, _ arguments: [String], to questions: [Frame]) throws -> [Frame] {
        let (input, output) = (Pipe(), Pipe())
        let process = try ChildProcess(
            program, arguments, input: input.fileHandleForReading, output: output.fileHandleForWriting)
        try output.fileHandleForWriting.close()
        var decoder = FrameDecoder(limits: .fromWorker)
        var answers: [Frame] = []
        for question in questions {
            try input.fileHandleForWriting.write(contentsOf: Data(question.bytes))
            var answer = try decoder.next()
            while answer == nil {
                let bytes = output.fileHandleForReading.availableData
                guard !bytes.isEmpty else { break }
                decoder.append(bytes)
                answer = try decoder.next()
            }
            answers.append(try #require(answer, "no answer to question \(answers.count + 1)"))
            #expect(!decoder.isMidFrame)
        }
        #expect(process.wait() == 0)
        return answers
    }

    @Test func theDocumentNamesTheVersionThatThisProgramSpeaks() throws {
        #expect(document.hasPrefix("# Worker protocol, version \(workerProtocolVersion)\n"))
        let hello = try object(try #require(frames(">").first))
        #expect(hello["protocol"] as? Int == workerProtocolVersion)
    }

    @Test func everyKindOfMessageIsDocumentedWithIdsInOrder() throws {
        let questions = try frames(">").map(object)
        let answers = try frames("<").map(object)
        #expect(questions.compactMap { $0["type"] as? String } == ["hello", "extract", "extract", "bye"])
        #expect(answers.compactMap { $0["type"] as? String } == ["hello", "extract", "error", "bye"])
        #expect(questions.map { $0["id"] as? Int } == [1, 2, 3, 4])
        #expect(answers.map { $0["id"] as? Int } == [1, 2, 3, 4])
        for frame in try frames(">") + frames("<") {
            #expect(try object(frame)["payload"] as? Int ?? 0 == frame.payload.count)
        }
    }

    @Test func theFixtureAnswersAsTheTranscriptSays() throws {
        let found = try answers(
            "/usr/bin/python3", [Repository.path("Tests/Fixtures/plugin.py"), "good"], to: try frames(">"))
        let documented = try frames("<")
        #expect(found.count == documented.count)
        for (found, documented) in zip(found, documented) {
            #expect(try object(found) == object(documented))
            #expect(found.payload == documented.payload)
        }
    }

    /// The photos are none, so only the answers' keys, ids and types are the same.
    @Test(
        .tags(.models), .enabled(if: Repository.hasModels, "needs the models: make setup"),
        arguments: ["dlib", "opencv"])
    func aBuiltInMatcherAnswersTheSameQuestions(name: String) throws {
        let found = try answers(
            Programs.folder + "/auditor-worker", [name, "--models", Repository.path(".models")], to: try frames(">"))
        let documented = try frames("<").map(object)
        let objects = try found.map(object)
        #expect(objects.map { $0["id"] as? Int } == [1, 2, 3, 4])
        #expect(objects.compactMap { $0["type"] as? String } == ["hello", "error", "error", "bye"])
        for (index, like) in [(0, 0), (1, 2), (2, 2), (3, 3)] {
            #expect(
                Set(objects[index].allKeys.compactMap { $0 as? String })
                    == Set(documented[like].allKeys.compactMap { $0 as? String }))
        }
        #expect(objects[0]["name"] as? String == name && objects[0]["protocol"] as? Int == workerProtocolVersion)
    }
}
