#if canImport(Glibc)
    import Glibc
#endif

/// A worker's side of the stream: reads frames of the supervisor and writes answers.
struct FrameLoop {
    let input: Int32
    let output: Int32

    /// Hands every frame to `answer` until that returns false or the stream ends.
    /// - Returns: true after a false or end of input between frames, false after a broken stream.
    func run(_ answer: (Frame, FrameLoop) throws -> Bool) -> Bool {
        var decoder = FrameDecoder(limits: .toWorker)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            do {
                while let frame = try decoder.next() {
                    guard try answer(frame, self) else { return true }
                }
            } catch {
                return false
            }
            let count = chunk.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
            if count > 0 {
                decoder.append(chunk[..<count])
            } else if count == 0 || errno != EINTR {
                return count == 0 && !decoder.isMidFrame
            }
        }
    }

    /// Writes one frame.
    func send(_ message: some Encodable, payload: [UInt8] = []) throws {
        let bytes = Frame(header: try WireCoding.encode(message), payload: payload).bytes
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(output, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
            if count > 0 {
                sent += count
            } else if errno != EINTR {
                throw FrameError.payloadInvalid
            }
        }
    }
}
