public import AuditCore

/// What a program of the capability `document` implements: one photo at a time, in one thread.
public protocol DocumentBackend {
    /// What it is; the digests are of the bytes that were loaded.
    var descriptor: DocumentReaderDescriptor { get }

    /// Decodes a photo, straightens the document on it and reads it.
    /// - Throws: `ExtractionFailure` with an `image_...` code when the photo cannot be processed.
    func read(_ bytes: [UInt8], languages: [String], maxPixels: Int) throws(ExtractionFailure) -> DocumentCapture
}

/// Serves a reader of documents over two file descriptors until the peer says `bye` or closes its end.
public struct DocumentServer {
    private let backend: any DocumentBackend
    private let input: Int32
    private let output: Int32

    /// Creates a server; the descriptors stay the caller's.
    public init(backend: any DocumentBackend, input: Int32, output: Int32) {
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
        let request: DocumentRequest = try WireCoding.decode(frame.header)
        switch request.type {
        case .hello:
            try peer.send(DocumentHello(id: request.id, descriptor: backend.descriptor))
        case .bye:
            try peer.send(WorkerAnswerHead(id: request.id, type: .bye))
            return false
        case .document:
            let result = Result { () throws(ExtractionFailure) in
                try backend.read(
                    frame.payload, languages: request.languages ?? [], maxPixels: request.maxPixels ?? .max)
            }
            switch result {
            case .success(let capture):
                try peer.send(DocumentAnswer(id: request.id, capture: capture), payload: capture.straightened)
            case .failure(let failure):
                try peer.send(ErrorAnswer(id: request.id, code: failure.code.rawValue, message: failure.detail))
            }
        }
        return true
    }
}
