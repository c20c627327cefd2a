import MatcherKit
import Testing

@Suite struct FrameDecoderTests {
    private let limits = FrameLimits(header: 100, payload: 50)

    @Test(arguments: [1, 2, 3, 7, 1000])
    func cutsTheSameFramesFromPiecesOfAnySize(piece: Int) throws {
        let frames = [
            Frame(header: Array(#"{"id":1,"payload":3}"#.utf8), payload: [1, 10, 255]),
            Frame(header: Array(#"{"id":2}"#.utf8)),
            Frame(header: Array(#"{"payload":0}"#.utf8)),
        ]
        let stream = frames.flatMap(\.bytes)
        var decoder = FrameDecoder(limits: limits)
        var found: [Frame] = []
        for start in stride(from: 0, to: stream.count, by: piece) {
            decoder.append(stream[start..<min(start + piece, stream.count)])
            while let frame = try decoder.next() { found.append(frame) }
        }
        #expect(found == frames)
        #expect(!decoder.isMidFrame)
    }

    @Test(arguments: [
        (#"{"payload":51}"#, FrameError.payloadInvalid), (#"{"payload":-1}"#, .payloadInvalid),
        (#"{"payload":"3"}"#, .headerInvalid), ("nonsense", .headerInvalid), ("[1]", .headerInvalid),
        (#"{"payload":99999999999999999999}"#, .headerInvalid), (String(repeating: "x", count: 101), .headerTooLong),
    ])
    func refusesWhatIsNoFrame(header: String, error: FrameError) {
        var decoder = FrameDecoder(limits: limits)
        decoder.append(Array((header + "\n").utf8))
        #expect(throws: error) { try decoder.next() }
    }

    @Test func refusesAHeaderThatNeverEnds() {
        var decoder = FrameDecoder(limits: limits)
        decoder.append([UInt8](repeating: 65, count: 101))
        #expect(throws: FrameError.headerTooLong) { try decoder.next() }
    }
}
