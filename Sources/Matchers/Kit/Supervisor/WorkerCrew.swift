import AuditCore
import Logging

/// Workers of one kind, at most one a core, whatever they are asked: waiting for a free one, replacing one that failed, and
/// giving up on all of them.
///
/// A photo waits until a worker is free: that is the back-pressure. A worker that fails costs the photo it had and is
/// replaced by a new one, which proves itself first. The circuit opens, and the crew is taken as broken, when
/// `WorkerPool.maxFailedStarts` starts in a row fail, or when workers that had proved themselves fail on
/// `WorkerPool.maxFaultyPhotos` different photos with no answer between them: a crash, a time-out and a broken protocol
/// count alike. One bad photo counts once, however often it is sent, and every answer begins the count anew, so nobody stops
/// a night with a photo.
actor WorkerCrew<Identity: Equatable & Sendable> {
    /// Starts a worker, hears what it is, and lets it prove itself.
    typealias Recruit =
        @Sendable () async throws(WorkerFault) -> (worker: WorkerProcess, identity: Identity, startSeconds: Double)

    /// What the workers said of themselves; every one must say the same.
    nonisolated let identity: Identity
    /// How far the first worker was restricted when it had said what it is; the same kernel restricts the others.
    nonisolated let sandbox: SandboxLevel

    private let title: String
    private let recruit: Recruit
    private let capacity: Int
    private let logger: Logger
    private let startSeconds: Double
    private var idle: [WorkerProcess]
    private var live: [WorkerProcess]
    private var running = 1
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var failedStarts = 0
    /// SHA-256 of the photos since the last answer on which a worker failed.
    private var faultyPhotos: Set<String> = []
    private var openCircuit: AuditError?

    /// Starts the first worker; the others start when they are needed.
    /// - Parameter title: What is broken when they are, as "matcher opencv".
    init(title: String, capacity: Int, logger: Logger, recruit: @escaping Recruit) async throws(WorkerFault) {
        let (first, identity, seconds) = try await recruit()
        self.title = title
        self.recruit = recruit
        self.capacity = max(1, capacity)
        self.logger = logger
        self.identity = identity
        startSeconds = seconds
        sandbox = SandboxLevel(of: first.pid)
        idle = [first]
        live = [first]
    }

    /// Asks a free worker about a photo.
    /// - Parameters:
    ///   - call: Asks it and checks its answer; a fault ends the worker.
    func ask<Answer: Sendable>(
        about photo: ImageBytes, _ call: @Sendable (WorkerProcess) async -> Result<Answer, WorkerFault>
    ) async throws(AuditError) -> Result<Answer, WorkerFault> {
        let worker: WorkerProcess
        switch try await checkOut() {
        case .success(let free): worker = free
        case .failure(let fault): return .failure(fault)
        }
        let answer = await call(worker)
        switch answer {
        case .success:
            faultyPhotos = []
            checkIn(worker)
        case .failure(let fault):
            countFault(fault, on: photo)
            await discard(worker, fault)
        }
        return answer
    }

    /// Ends every worker. The crew must not be used afterwards.
    func stop() async {
        let workers = idle
        idle = []
        live = []
        running -= workers.count
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { await worker.stop(politely: true) } }
        }
    }

    /// What the workers cost so far. Memory is read now and of the workers that run now.
    func statistics() -> WorkerStatistics {
        WorkerStatistics(startSeconds: startSeconds, peakMemoryBytes: live.compactMap(\.peakMemoryBytes).max())
    }

    /// The workers that run now, for the conformance kit, which ends one.
    var processIDs: [Int32] { live.map(\.pid) }

    /// The marks of the workers that run now, see `OrphanReaper`.
    var marks: [String] { live.map(\.mark) }

    private func checkOut() async throws(AuditError) -> Result<WorkerProcess, WorkerFault> {
        while true {
            if let openCircuit { throw openCircuit }
            if let worker = idle.popLast() { return .success(worker) }
            if running < capacity { break }
            await withCheckedContinuation { waiting.append($0) }
        }
        running += 1
        do throws(WorkerFault) {
            let (worker, found, _) = try await recruit()
            guard found == identity else {
                await worker.stop(politely: false)
                throw .protocolViolation("a restarted worker describes itself differently: version or models changed")
            }
            failedStarts = 0
            live.append(worker)
            return .success(worker)
        } catch {
            running -= 1
            countFailedStart(error)
            wakeNext()
            return .failure(error)
        }
    }

    private func checkIn(_ worker: WorkerProcess) {
        idle.append(worker)
        wakeNext()
    }

    private func discard(_ worker: WorkerProcess, _ fault: WorkerFault) async {
        warn(fault)
        live.removeAll { $0 === worker }
        await worker.stop(politely: false)
        running -= 1
        wakeNext()
    }

    private func warn(_ fault: WorkerFault) {
        logger.warning("worker failed", metadata: ["worker": "\(title)", "fault": "\(fault.detail)"])
    }

    private func countFailedStart(_ fault: WorkerFault) {
        warn(fault)
        failedStarts += 1
        guard failedStarts >= WorkerPool.maxFailedStarts else { return }
        breakCircuit("could not be started \(failedStarts) times in a row", fault)
    }

    private func countFault(_ fault: WorkerFault, on photo: ImageBytes) {
        faultyPhotos.insert(photo.sha256)
        guard faultyPhotos.count >= WorkerPool.maxFaultyPhotos else { return }
        breakCircuit("failed on \(faultyPhotos.count) photos in a row", fault)
    }

    private func breakCircuit(_ cause: String, _ fault: WorkerFault) {
        guard openCircuit == nil else { return }
        openCircuit = AuditError(
            .matcherUnavailable,
            "\(title) \(cause), last: \(fault.detail); "
                + "decisions made so far are kept; mend it and run the same command again")
        while !waiting.isEmpty { wakeNext() }
    }

    private func wakeNext() {
        guard !waiting.isEmpty else { return }
        waiting.removeFirst().resume()
    }
}
