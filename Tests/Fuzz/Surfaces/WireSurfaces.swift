import AuditCore
import MatcherKit

/// Both ends of the worker protocol: frames are the same whatever pieces they come in, and an answer that is let through
/// is one that a decision may be made of.
enum WireSurfaces {
    static let all = [
        FuzzSurface("frames-from-worker", check: checkAnswers),
        FuzzSurface("frames-to-worker", check: checkRequests),
    ]

    private static let descriptor = MatcherDescriptor(
        name: "fuzz", version: "1", templateSize: 2, metric: .cosine, confidenceScale: .unit, models: [])

    private static func checkRequests(_ bytes: [UInt8]) throws {
        for frame in try frames(bytes, FrameLimits(header: 300, payload: 100)) {
            if let search: SearchRequest = try? WireCoding.decode(frame.header) {
                try require(WireCoding.decode(WireCoding.encode(search)) == search, "a search does not come back")
            }
            if let document: DocumentRequest = try? WireCoding.decode(frame.header) {
                try require(WireCoding.decode(WireCoding.encode(document)) == document, "a document does not come back")
            }
            guard let request: WorkerRequest = try? WireCoding.decode(frame.header) else { continue }
            try require(request.payload ?? 0 == frame.payload.count, "a payload of another length")
            try require(WireCoding.decode(WireCoding.encode(request)) == request, "a request does not come back")
        }
    }

    private static func checkAnswers(_ bytes: [UInt8]) throws {
        for frame in try frames(bytes, FrameLimits(header: 2000, payload: 100)) {
            guard let head: WorkerAnswerHead = try? WireCoding.decode(frame.header) else { continue }
            switch head.type {
            case .hello:
                if let hello: HelloAnswer = try? WireCoding.decode(frame.header) { try check(hello) }
                if let hello: DocumentHello = try? WireCoding.decode(frame.header) { try check(hello) }
            case .document:
                if let answer: DocumentAnswer = try? WireCoding.decode(frame.header) {
                    try check(answer, frame.payload)
                }
            case .extract:
                if let answer: ExtractAnswer = try? WireCoding.decode(frame.header) { try check(answer, frame.payload) }
            case .error:
                if let answer: ErrorAnswer = try? WireCoding.decode(frame.header) { try check(answer) }
            case .searchOpen, .searchAdd, .searchRemove, .searchNearest, .searchWithin:
                if let answer: SearchAnswer = try? WireCoding.decode(frame.header) {
                    try require(WireCoding.decode(WireCoding.encode(answer)) == answer, "an answer does not come back")
                }
            case .bye: break
            }
        }
    }

    /// The frames up to the first error; cut from the whole, and from pieces.
    private static func frames(_ bytes: [UInt8], _ limits: FrameLimits) throws -> [Frame] {
        let whole = decode(bytes, limits, piece: max(1, bytes.count))
        for piece in [1, 1 + Int(bytes.first ?? 0) % 17] {
            let pieces = decode(bytes, limits, piece: piece)
            try require(
                pieces.frames == whole.frames && pieces.error == whole.error, "pieces of \(piece) change frames")
        }
        for frame in whole.frames {
            try require(
                frame.header.count <= limits.header && frame.payload.count <= limits.payload, "a frame over its limit")
        }
        return whole.frames
    }

    private static func decode(
        _ bytes: [UInt8], _ limits: FrameLimits, piece: Int
    ) -> (frames: [Frame], error: FrameError?) {
        var decoder = FrameDecoder(limits: limits)
        var frames: [Frame] = []
        do throws(FrameError) {
            for start in stride(from: 0, to: bytes.count, by: piece) {
                decoder.append(bytes[start..<min(start + piece, bytes.count)])
                while let frame = try decoder.next() { frames.append(frame) }
            }
        } catch {
            return (frames, error)
        }
        return (frames, nil)
    }

    private static func isPrintable(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

    private static func check(_ hello: HelloAnswer) throws {
        guard AnswerValidation.problem(of: hello) == nil else { return }
        let descriptor = hello.descriptor
        try require((1...65_536).contains(descriptor.templateSize), "a template size of \(descriptor.templateSize)")
        let texts = [descriptor.name, descriptor.version] + descriptor.capabilities + descriptor.models.map(\.file)
        try require(texts.allSatisfy { isPrintable($0) }, "a name that does not print")
        try require(WireCoding.decode(WireCoding.encode(hello)) == hello, "a hello does not come back")
    }

    private static func check(_ answer: ExtractAnswer, _ crop: [UInt8]) throws {
        switch AnswerValidation.extraction(answer, crop: crop, descriptor: descriptor) {
        case .failure(let failure): try require(failure.code == .workerProtocol, "a lie is \(failure.code)")
        case .success(let extraction):
            try require((extraction.chosen == nil) == extraction.faces.isEmpty, "faces without a chosen one")
            try require((extraction.chosen == nil) == (extraction.template == nil), "a face without a template")
            try require(extraction.chosen == nil || extraction.chosenFace != nil, "a chosen face that is not there")
            let values = extraction.template?.values ?? [1, 1]
            try require(values.count == 2 && values.allSatisfy(\.isFinite), "a template of other values")
            try require(values.contains { $0 != 0 }, "a template of zeros")
            try require(extraction.imageWidth > 0 && extraction.imageHeight > 0, "a photo without a size")
        }
    }

    private static func check(_ hello: DocumentHello) throws {
        guard DocumentValidation.problem(of: hello) == nil else { return }
        try require(isPrintable(hello.descriptor.version), "a version that does not print")
        try require(WireCoding.decode(WireCoding.encode(hello)) == hello, "a hello does not come back")
    }

    private static func check(_ answer: DocumentAnswer, _ picture: [UInt8]) throws {
        guard DocumentValidation.problem(of: answer.side, straightened: picture) == nil else { return }
        try require(WireCoding.decode(WireCoding.encode(answer)) == answer, "a side does not come back")
        let characters = answer.side.mrz.flatMap(\.characters)
        try require(characters.allSatisfy { !$0.candidates.isEmpty }, "a character without candidates")
    }

    private static func check(_ answer: ErrorAnswer) throws {
        let failure = AnswerValidation.failure(answer)
        try require(failure.detail.utf8.count <= 200, "a message of \(failure.detail.utf8.count) bytes")
        try require(isPrintable(failure.detail), "a message that does not print")
    }
}
