import AuditCore
import AuditEngine

/// Finds the finished runs that a command line names.
struct RunChoice {
    let store: AuditStore
    let database: String

    /// A finished run.
    /// - Throws: `input_missing` when there is none of this number, or it is not finished.
    func finished(_ number: Int) throws(AuditError) -> RunRecord {
        guard let record = try store.run(id: number) else {
            throw AuditError(
                .inputMissing, "there is no run \(number); `auditor runs` lists them",
                at: SourceLocation(file: database))
        }
        guard record.state == .finished else {
            throw AuditError(
                .inputMissing, "run \(number) is \(record.state.rawValue), not finished",
                at: SourceLocation(file: database))
        }
        return record
    }

    /// One finished run, or all of manifests since a date, oldest first.
    /// - Throws: `input_missing` when there is none.
    func finished(_ number: Int?, since date: String?) throws(AuditError) -> [RunRecord] {
        if let number { return [try finished(number)] }
        let since = date ?? ""
        let runs = try store.runs().filter { $0.state == .finished && $0.replay == nil && $0.started >= since }
        guard !runs.isEmpty else {
            throw AuditError(
                .inputMissing, "no run of a manifest has finished since \(since); `auditor runs` lists them",
                at: SourceLocation(file: database))
        }
        return runs
    }
}
