import AuditEngine
import Dispatch
import Foundation

/// Makes a stop request at a moment of the wall clock, also when the clock is set or the machine has slept.
final class FinishByClock {
    private let timer: any DispatchSourceTimer

    /// Watches until this object goes.
    init(_ time: FinishBy, _ stop: StopRequest) {
        timer = DispatchSource.makeTimerSource(queue: .global())
        // Each second instead of once, so that a clock that is set is seen; one of the ticks is just after the moment.
        let fraction = max(0, time.date.timeIntervalSinceNow).truncatingRemainder(dividingBy: 1)
        timer.schedule(deadline: .now() + fraction + 0.005, repeating: .seconds(1), leeway: .milliseconds(5))
        timer.setEventHandler {
            guard Date() >= time.date else { return }
            stop.make(.finishBy(time.text))
        }
        timer.resume()
    }

    deinit { timer.cancel() }
}
