import AuditCore
import AuditEngine
import Foundation
import Synchronization

/// Shows a run's progress on stderr and keeps the status file fresh, once a second, until it is stopped.
final class ProgressReporter: Sendable {
    private let progress: RunProgress
    private let statusFile: StatusFile
    private let style: ProgressStyle
    private let lastFinished: Mutex<StatusFile.LastFinished?>
    private let started = Date()
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// - Parameter newest: The newest finished run of a manifest in the database.
    init(_ progress: RunProgress, database: String, newest: RunRecord?, style: ProgressStyle) {
        self.progress = progress
        self.style = style == .auto ? (Console.stderrIsTerminal && !EventLog.isJSON ? .auto : .plain) : style
        statusFile = StatusFile(database: database)
        lastFinished = Mutex(newest.flatMap { StatusFile.LastFinished($0) })
    }

    /// Notes a run that this process finished: from now on it is the newest.
    func note(_ finished: RunRecord) {
        guard let last = StatusFile.LastFinished(finished) else { return }
        lastFinished.withLock { $0 = last }
    }

    /// Begins to report.
    func start() {
        statusFile.write(content())
        let ticker = Task.detached { [self] in
            var second = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                guard !Task.isCancelled else { return }
                second += 1
                let now = content()
                statusFile.write(now)
                show(now, second: second)
            }
        }
        task.withLock { $0 = ticker }
    }

    /// Reports for the last time.
    func stop() async {
        let ticker = task.withLock { $0.take() }
        ticker?.cancel()
        await ticker?.value
        let last = content()
        statusFile.write(last)
        show(last, second: 0)
        if style == .auto { Console.errorRaw("\n") }
    }

    /// How far the run is now.
    func content() -> StatusFile.Content {
        let snapshot = progress.snapshot
        let seconds = Date().timeIntervalSince(started)
        let fresh = snapshot.decided - snapshot.resumedFrom
        let rate = fresh > 0 && seconds > 0 ? Double(fresh) / seconds : nil
        let now = UTCTime.text(Date())
        return StatusFile.Content(
            pid: ProcessInfo.processInfo.processIdentifier, started: UTCTime.text(started), updated: now, rate: rate,
            secondsLeft: rate.map { Double(snapshot.rows - snapshot.decided) / $0 },
            lastFinished: lastFinished.withLock { $0 }, progress: snapshot)
    }

    private func show(_ content: StatusFile.Content, second: Int) {
        switch style {
        case .none: break
        case .auto: Console.errorRaw("\r\u{1b}[K" + ProgressText.bar(content))
        // A line every five seconds is enough for a log.
        case .plain: if second % 5 == 0 { EventLog.progress(ProgressText.line(content)) }
        case .json: Console.error(ProgressText.event(content))
        }
    }
}
