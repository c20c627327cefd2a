import AuditCore

/// Collects decisions in manifest order and commits them in batches.
struct BatchCommitter {
    private let store: AuditStore
    private let run: Int
    private let progress: RunProgress
    private var reorder: ReorderBuffer<LookedRow>
    private let conclude: Conclusion
    private var batch: [DecidedRow] = []
    private var lastCommit = ContinuousClock.now

    /// Decides a row that is its turn; called in the rows' order.
    typealias Conclusion = @Sendable (OpenRequest) async throws(AuditError) -> DecidedRow

    init(
        store: AuditStore, run: Int, progress: RunProgress, first: Int, conclude: @escaping Conclusion
    ) {
        self.conclude = conclude
        self.store = store
        self.run = run
        self.progress = progress
        reorder = ReorderBuffer(first: first)
    }

    /// The first row whose decision is not here yet.
    var nextRow: Int { reorder.next }

    /// Decisions that wait for an earlier row's.
    var waiting: Int { reorder.waiting }

    /// Takes a row that was looked at, decides those whose turn it is, and commits when a batch is full or old.
    mutating func add(_ row: LookedRow) async throws(AuditError) {
        reorder.insert(row, row: row.row)
        while let next = reorder.pop() {
            switch next {
            case .decided(let row): batch.append(row)
            case .open(let request): batch.append(try await conclude(request))
            }
        }
        let isOld = ContinuousClock.now - lastCommit >= AuditRunner.batchInterval
        if batch.count >= AuditRunner.batchSize || isOld { try flush() }
    }

    /// Commits what is there. Only then is it decided.
    mutating func flush() throws(AuditError) {
        lastCommit = .now
        guard !batch.isEmpty else { return }
        try store.commit(run: run, batch)
        progress.count(batch)
        batch = []
    }
}
