public import AuditCore

/// What a worker program implements: the synchronous half of a matcher. One photo at a time, in one thread.
public protocol WorkerBackend {
    /// What the matcher is; the model digests are of the bytes that were loaded.
    var descriptor: MatcherDescriptor { get }

    /// Decodes a photo, finds its faces and extracts the chosen one's template.
    /// - Throws: `ExtractionFailure` with an `image_...` code when the photo cannot be processed.
    func extract(_ bytes: [UInt8], choice: FaceChoice, maxPixels: Int) throws(ExtractionFailure) -> Extraction
}

/// Serves a backend over two file descriptors until the peer says `bye` or closes its end.
public struct WorkerServer {
    private let backend: any WorkerBackend
    private let input: Int32
    private let output: Int32

    /// Creates a server; the descriptors stay the caller's.
    public init(backend: any WorkerBackend, input: Int32, output: Int32) {
        self.backend = backend
        self.input = input
        self.output = output
    }

    /// Answers requests until the stream ends.
    /// - Returns: true after `bye` or end of input between frames, false after a broken stream.
    public func run() -> Bool {
        FrameLoop(input: input, output: output).run(answer)
    }

    /// Returns false after `bye`.
    private func answer(_ frame: Frame, to peer: FrameLoop) throws -> Bool {
        let request: WorkerRequest = try WireCoding.decode(frame.header)
        switch request.type {
        case .hello:
            try peer.send(HelloAnswer(id: request.id, descriptor: backend.descriptor))
        case .bye:
            try peer.send(WorkerAnswerHead(id: request.id, type: .bye))
            return false
        case .extract:
            do throws(ExtractionFailure) {
                let extraction = try backend.extract(
                    frame.payload, choice: request.faceChoice ?? .largest, maxPixels: request.maxPixels ?? .max)
                try? peer.send(ExtractAnswer(id: request.id, extraction: extraction), payload: extraction.crop)
            } catch {
                try? peer.send(ErrorAnswer(id: request.id, code: error.code.rawValue, message: error.detail))
            }
        }
        return true
    }
}
