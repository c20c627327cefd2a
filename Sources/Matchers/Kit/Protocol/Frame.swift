/// One message of the worker protocol: a line of JSON, then as many raw bytes as its `payload` says
/// (docs/worker-protocol.md).
public struct Frame: Equatable, Sendable {
    /// The JSON text without its line feed.
    public var header: [UInt8]
    /// The raw bytes that follow; empty when the header names none.
    public var payload: [UInt8]

    /// Creates a frame from bytes that are already in the protocol's form.
    public init(header: [UInt8], payload: [UInt8] = []) {
        self.header = header
        self.payload = payload
    }

    /// The bytes on the wire.
    public var bytes: [UInt8] { header + [UInt8(ascii: "\n")] + payload }
}

/// How large a frame may be. A peer that exceeds a limit is not trusted any further.
public struct FrameLimits: Sendable {
    /// Bytes of the header line.
    public var header: Int
    /// Bytes of the payload.
    public var payload: Int

    /// Creates limits.
    public init(header: Int, payload: Int) {
        self.header = header
        self.payload = payload
    }

    /// What a worker may send us: a header with many faces, and a 112-pixel JPEG.
    public static let fromWorker = FrameLimits(header: 4 << 20, payload: 4 << 20)
    /// What we may send a worker: a small header and a photo.
    public static let toWorker = FrameLimits(header: 64 << 10, payload: 256 << 20)
}

/// What makes a byte stream not a sequence of frames.
public enum FrameError: Error, Equatable, Sendable {
    /// A header line is longer than the limit.
    case headerTooLong
    /// `payload` is negative, no integer, or above the limit.
    case payloadInvalid
    /// A header is no JSON object.
    case headerInvalid
}

/// Cuts a byte stream into frames, whatever pieces it arrives in.
public struct FrameDecoder: Sendable {
    private let limits: FrameLimits
    private var buffer: [UInt8] = []
    private var scanned = 0
    private var pending: (header: [UInt8], payload: Int)?

    /// Creates a decoder for one stream.
    public init(limits: FrameLimits) {
        self.limits = limits
    }

    /// Whether bytes of an unfinished frame are waiting.
    public var isMidFrame: Bool { pending != nil || !buffer.isEmpty }

    /// Adds bytes of the stream.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame, or nil when more bytes are needed.
    public mutating func next() throws(FrameError) -> Frame? {
        if pending == nil {
            guard let newline = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) else {
                guard buffer.count <= limits.header else { throw .headerTooLong }
                scanned = buffer.count
                return nil
            }
            guard newline <= limits.header else { throw .headerTooLong }
            let header = Array(buffer[..<newline])
            buffer.removeSubrange(...newline)
            scanned = 0
            pending = (header, try payloadLength(header))
        }
        guard let (header, length) = pending, buffer.count >= length else { return nil }
        let payload = Array(buffer[..<length])
        buffer.removeSubrange(..<length)
        pending = nil
        return Frame(header: header, payload: payload)
    }

    private func payloadLength(_ header: [UInt8]) throws(FrameError) -> Int {
        guard let head: PayloadHead = try? WireCoding.decode(header) else { throw .headerInvalid }
        let length = head.payload ?? 0
        guard (0...limits.payload).contains(length) else { throw .payloadInvalid }
        return length
    }
}

private struct PayloadHead: Decodable {
    var payload: Int?
}
