import AuditCore
public import Logging

/// The program under test and the known photos; starts it anew for each check, so that no check spoils another.
public struct ConformanceBench: Sendable {
    let spec: WorkerSpec
    let photos: CanarySet
    private let logger: Logger

    /// Creates a bench.
    /// - Parameters:
    ///   - spec: How to start the program; with a `program`, it may give itself any name.
    ///   - photos: Two photos of one person and one of another.
    public init(spec: WorkerSpec, photos: CanarySet, logger: Logger) {
        self.spec = spec
        self.photos = photos
        self.logger = logger
    }

    /// Lends a pool of one worker that has answered `hello`, and ends it. What the body throws is the verdict.
    func withWorker(
        limits: WorkerLimits? = nil, _ body: (WorkerPool) async throws -> ConformanceVerdict
    ) async -> ConformanceVerdict {
        var spec = spec
        if let limits { spec.limits = limits }
        do {
            let pool = try await WorkerPool.start(spec, capacity: 1, canaries: nil, logger: logger)
            do {
                let verdict = try await body(pool)
                await pool.stop()
                return verdict
            } catch {
                await pool.stop()
                throw error
            }
        } catch let mishap as Mishap {
            return .failed(mishap.text)
        } catch let error as AuditError {
            return .failed(Redaction.line(error.message, limit: 300))
        } catch {
            return .failed("unexpected: \(error)")
        }
    }

    /// What ends a check early.
    struct Mishap: Error {
        var text: String
    }
}

extension WorkerPool {
    /// The template of a photo that has a face.
    func template(_ photo: ImageBytes) async throws -> FaceTemplate {
        switch try await extract(photo, choice: .largest) {
        case .success(let extraction):
            guard let template = extraction.template else {
                throw ConformanceBench.Mishap(text: "no face was found on a known photo")
            }
            return template
        case .failure(let failure):
            throw ConformanceBench.Mishap(text: "\(failure.code.rawValue): \(failure.detail)")
        }
    }

    /// Sends bytes that are no usable photo: they must be refused with one of `codes` by a worker that lives on.
    func refuses(
        _ bytes: [UInt8], with codes: Set<ReasonCode>, then photo: ImageBytes
    ) async throws -> ConformanceVerdict {
        let workers = await processIDs
        let code: ReasonCode
        switch try await extract(ImageBytes(bytes: bytes, sha256: ""), choice: .largest) {
        case .success: return .failed("it answered as if this were a photo")
        case .failure(let failure):
            guard codes.contains(failure.code) else {
                return .failed("\(failure.code.rawValue): \(failure.detail)")
            }
            code = failure.code
        }
        _ = try await template(photo)
        guard await processIDs == workers else { return .failed("\(code.rawValue), but the worker did not live on") }
        return .passed("\(code.rawValue), and the worker lives on")
    }
}
