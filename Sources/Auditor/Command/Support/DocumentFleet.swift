import AuditCore
import AuditEngine
import Logging
import MatcherKit

/// Starts what reads documents, for a policy that asks for it.
struct DocumentFleet {
    /// The workers; nil when documents are not read, or cannot be.
    let pool: DocumentPool?
    /// Why they cannot be read; nil when they can, or nobody asked.
    let unavailable: String?

    /// Starts workers if the policy has documents read. A run without them goes on, and every request says so.
    /// - Throws: `model_missing`, `model_digest_mismatch` before any worker starts.
    static func start(
        _ policy: Policy, lanes: Int, installation: Installation, logger: Logger
    ) async throws(AuditError) -> DocumentFleet {
        guard policy.readsDocuments else { return DocumentFleet(pool: nil, unavailable: nil) }
        do throws(AuditError) {
            let pool = try await start(
                languages: policy.document.languages, limits: policy.workerLimits, lanes: lanes,
                installation: installation, logger: logger)
            return DocumentFleet(pool: pool, unavailable: nil)
        } catch {
            guard error.code == .matcherUnavailable else { throw error }
            return DocumentFleet(pool: nil, unavailable: error.message)
        }
    }

    /// Starts workers that read with these languages.
    /// - Throws: as above, and `matcher_unavailable`.
    static func start(
        languages: [String], limits: WorkerLimits, lanes: Int, installation: Installation, logger: Logger
    ) async throws(AuditError) -> DocumentPool {
        let catalogue = try installation.catalogue()
        let models = try installation.modelsFolder()
        try catalogue.check(usedBy: "document", folder: models)
        let listed = catalogue.digests(of: "document")
        // A catalogue that lists the line network alone says nothing of the portraits' models.
        let spec = DocumentPool.spec(
            worker: try installation.worker(), models: models, languages: languages, limits: limits,
            expected: listed.count > 1 ? listed : nil)
        let pool = try await DocumentPool.start(spec, capacity: lanes, logger: logger)
        let missing = languages.filter { name in
            !pool.descriptor.languages.contains { $0.file == "\(name).traineddata" }
        }
        guard missing.isEmpty else {
            await pool.stop()
            throw AuditError(
                .matcherUnavailable,
                "there is no language data of Tesseract for \(missing.joined(separator: ", ")): install Debian's "
                    + missing.map { "tesseract-ocr-\($0.replacing("_", with: "-").lowercased())" }.joined(
                        separator: ", ")
                    + ", or name other languages")
        }
        return pool
    }

    /// How far the workers are restricted, for the record of a run.
    var sandboxes: [String] {
        pool.map { ["The workers that read documents are restricted by: \($0.sandbox)."] } ?? []
    }

    /// Ends every worker.
    func stop() async { await pool?.stop() }
}
