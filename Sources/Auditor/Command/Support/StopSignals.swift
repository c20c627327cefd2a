import Dispatch
import Glibc

/// Turns SIGTERM and SIGINT into a request to finish what is in hand and stop.
final class StopSignals {
    private var sources: [any DispatchSourceSignal] = []

    /// Watches until this object goes.
    init(_ stop: @escaping @Sendable () -> Void) {
        for number in [SIGTERM, SIGINT] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: stop)
            source.resume()
            sources.append(source)
        }
    }

    deinit { for source in sources { source.cancel() } }
}
