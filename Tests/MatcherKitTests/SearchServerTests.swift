import AuditTesting
import Foundation
import Testing

@testable import MatcherKit

/// The built search worker's own checks, by frames that the supervisor would not send.
@Suite(.timeLimit(.minutes(30))) struct SearchServerTests {
    private static let open =
        #"{"capacity":9,"dimension":2,"id":1,"metric":"euclidean","threads":1,"type":"search_open"}"#

    /// The answers to frames of a header and a payload.
    private func ask(_ frames: [(String, [UInt8])]) async throws -> (answers: [String], status: Int32) {
        let (output, status) = try await answer(frames)
        return (String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init), status)
    }

    private func answer(_ frames: [(String, [UInt8])]) async throws -> (output: [UInt8], status: Int32) {
        let folder = try TemporaryFolder()
        let input = try folder.write(frames.flatMap { Frame(header: Array($0.utf8), payload: $1).bytes }, to: "input")
        return try ChildProcess.run(Programs.folder + "auditor-worker", ["search"], input: input)
    }

    @Test(arguments: [
        (#"{"id":2,"type":"search_add","payload":17}"#, 17), (#"{"id":2,"type":"search_remove","payload":9}"#, 9),
        (#"{"id":2,"type":"search_nearest","count":1,"payload":12}"#, 12),
        (#"{"id":2,"type":"search_nearest","payload":8}"#, 8),
        (#"{"id":2,"type":"search_nearest","count":0,"payload":8}"#, 8),
        (#"{"id":2,"type":"search_nearest","count":-1,"payload":8}"#, 8),
        (#"{"id":2,"type":"search_nearest","count":262145,"payload":8}"#, 8),
        (#"{"id":2,"type":"search_nearest","count":9223372036854775807,"payload":16}"#, 16),
        (#"{"id":2,"type":"search_within","limit":5,"payload":8}"#, 8),
        (Self.open, 0),
    ])
    func aRequestThatCannotBeRightIsRefusedAndTheWorkerLivesOn(header: String, payload: Int) async throws {
        let (answers, status) = try await ask([
            (Self.open, []), (header, [UInt8](repeating: 0, count: payload)), (#"{"id":3,"type":"bye"}"#, []),
        ])
        #expect(answers.count == 3 && status == 0)
        #expect(answers.first == #"{"id":1,"templates":0,"type":"search_open"}"#)
        #expect(answers.dropFirst().first?.contains("search_refused") == true, "\(answers)")
    }

    @Test func nothingIsSearchedBeforeAnIndexIsOpen() async throws {
        let (answers, _) = try await ask([
            (#"{"id":2,"type":"search_nearest","count":1,"payload":8}"#, [0, 0, 0, 0, 0, 0, 0, 0])
        ])
        #expect(answers == [#"{"code":"search_refused","id":2,"message":"no index is open","type":"error"}"#])
    }

    @Test(arguments: ["{}", "not json", #"{"id":1,"type":"extract"}"#, #"{"id":1,"type":"hello","payload":-1}"#])
    func whatIsNoRequestEndsTheWorker(header: String) async throws {
        let (answers, status) = try await ask([(header, [])])
        #expect(answers.isEmpty && status == 65)
    }

    @Test func theTranscriptInTheDocumentIsWhatItSays() async throws {
        let document = try String(contentsOfFile: Repository.path("docs/worker-protocol.md"), encoding: .utf8)
        let block = try #require(document.split(separator: "```search-transcript\n").dropFirst().first)
        let lines = try #require(block.split(separator: "```").first).split(separator: "\n")
        func frames(_ side: String) -> [(String, [UInt8])] {
            var frames: [(String, [UInt8])] = []
            for line in lines where line.hasPrefix(side) {
                let text = line.dropFirst(2)
                if text.hasPrefix("+") {
                    frames[frames.count - 1].1 = text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
                } else {
                    frames.append((String(text), []))
                }
            }
            return frames
        }
        let wanted = frames("<").map { Frame(header: Array($0.utf8), payload: $1) }
        #expect(wanted.count == 7)
        let (bytes, status) = try await answer(frames(">"))
        var decoder = FrameDecoder(limits: .fromWorker)
        decoder.append(bytes)
        for frame in wanted {
            let said = try #require(try decoder.next())
            if String(decoding: frame.header, as: UTF8.self).contains("hello") { continue }
            #expect(said == frame, "\(String(decoding: said.header, as: UTF8.self))")
        }
        #expect(!decoder.isMidFrame && status == 0)
    }
}
