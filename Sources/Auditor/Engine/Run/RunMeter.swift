public import AuditCore
import Synchronization

/// Collects what a run measures of itself; used from every lane.
public final class RunMeter: Sendable {
    private struct State {
        var measurements = RunMeasurements()
        var began: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// Creates a meter that has measured nothing.
    public init() {}

    /// Begins the work of this start, on top of what earlier starts of the run measured.
    func begin(after earlier: RunMeasurements?) {
        state.withLock { $0 = State(measurements: earlier ?? RunMeasurements(), began: .now) }
    }

    /// What has been measured until now.
    public var measurements: RunMeasurements {
        state.withLock { state in
            var measurements = state.measurements
            if let began = state.began { measurements.workSeconds += (ContinuousClock.now - began) / .seconds(1) }
            return measurements
        }
    }

    /// Counts the time since `began` for a stage.
    func add(_ stage: RunMeasurements.Stage, matcher: String? = nil, since began: ContinuousClock.Instant) {
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        state.withLock { $0.measurements.add(stage, matcher: matcher, seconds: seconds) }
    }

    /// Counts the photos of a request.
    func add(_ photos: [LoadedPhoto], since began: ContinuousClock.Instant) {
        guard !photos.isEmpty else { return }
        add(.read, since: began)
        let sizes = photos.compactMap { try? $0.image.get().bytes.count }
        state.withLock {
            $0.measurements.photosRead += sizes.count
            $0.measurements.photoBytesRead += sizes.reduce(0, +)
        }
    }

    /// Counts what a matcher said of one photo.
    func add(
        _ result: Result<Extraction, ExtractionFailure>, of matcher: String, since began: ContinuousClock.Instant
    ) {
        add(.extract, matcher: matcher, since: began)
        state.withLock { state in
            switch result {
            case .success(let extraction):
                guard let timings = extraction.timings else { return }
                state.measurements.add(.decode, matcher: matcher, seconds: timings.decode)
                state.measurements.add(.detect, matcher: matcher, seconds: timings.detect)
                // Without a face there was nothing to align.
                guard extraction.template != nil else { return }
                state.measurements.add(.align, matcher: matcher, seconds: timings.align)
                state.measurements.add(.embed, matcher: matcher, seconds: timings.embed)
            case .failure(let failure):
                guard [.workerCrashed, .workerTimeout, .workerProtocol].contains(failure.code) else { return }
                state.measurements.workerFailures[matcher, default: 0] += 1
            }
        }
    }

    /// Notes how long the queues are now.
    func note(inWork: Int, waiting: Int) {
        state.withLock {
            $0.measurements.mostInWork = max($0.measurements.mostInWork ?? 0, inWork)
            $0.measurements.mostWaiting = max($0.measurements.mostWaiting ?? 0, waiting)
        }
    }

    /// Counts a score that was taken from an earlier run.
    public func countReusedScore(of matcher: String) {
        state.withLock { $0.measurements.scoresReused[matcher, default: 0] += 1 }
    }
}
