import AuditCore
import Foundation
import Synchronization

/// Shows on stderr how far an evaluation is: images of all matchers together.
final class EvaluationProgress: Sendable {
    private struct State {
        var phase = "starting"
        var total = 0
        var done = 0
        var began = Date()
    }

    private let state = Mutex(State())
    private let style: ProgressStyle
    private let ticker = Mutex<Task<Void, Never>?>(nil)

    init(_ style: ProgressStyle) {
        self.style = style == .auto ? (Console.stderrIsTerminal && !EventLog.isJSON ? .auto : .plain) : style
    }

    /// Begins to show.
    func start() {
        let task = Task.detached { [self] in
            var second = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                guard !Task.isCancelled else { return }
                second += 1
                show(second: second)
            }
        }
        ticker.withLock { $0 = task }
    }

    /// Shows the end and stops.
    func stop() async {
        let task = ticker.withLock { $0.take() }
        task?.cancel()
        await task?.value
        if style == .auto { Console.errorRaw("\r\u{1b}[K") }
    }

    /// Enters a phase with so many steps; 0 when they are not known.
    func enter(_ phase: String, total: Int = 0) {
        state.withLock { $0 = State(phase: phase, total: total) }
        show(second: 0)
    }

    /// Counts one step.
    func step() { state.withLock { $0.done += 1 } }

    private func show(second: Int) {
        let now = state.withLock { $0 }
        let seconds = Date().timeIntervalSince(now.began)
        let rate = now.done > 0 && seconds > 0 ? Double(now.done) / seconds : nil
        let left = rate.map { Double(now.total - now.done) / $0 }
        switch style {
        case .none: break
        case .auto, .plain:
            guard style == .auto || second % 5 == 0 else { return }
            var parts = [now.phase]
            if now.total > 0 { parts[0] += " \(now.done)/\(now.total)" }
            if let rate, now.total > 0 { parts.append("\(NumberText.fixed(rate, digits: 1)) images/s") }
            if let left, now.total > 0 { parts.append("about \(ProgressText.duration(left)) left") }
            let line = parts.joined(separator: ", ")
            if style == .auto { Console.errorRaw("\r\u{1b}[K" + line) } else { EventLog.progress(line) }
        case .json:
            let event = Event(
                phase: now.phase, total: now.total, done: now.done, rate: rate, secondsLeft: left)
            Console.error((try? JSONOutput.text(event, pretty: false)) ?? "{}")
        }
    }

    private struct Event: Encodable {
        var phase: String
        var total: Int
        var done: Int
        var rate: Double?
        var secondsLeft: Double?

        enum CodingKeys: String, CodingKey {
            case phase, total, done, rate
            case secondsLeft = "seconds_left"
        }
    }
}
