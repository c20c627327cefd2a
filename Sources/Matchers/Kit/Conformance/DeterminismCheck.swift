import AuditCore

/// The same photo gives the same template: a night that is run again must not decide otherwise.
struct DeterminismCheck: ConformanceCheck {
    let id = "determinism"
    let title = "The same photo gives the same template, in one process and in another."

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { first in
            let template = try await first.template(bench.photos.person)
            guard try await first.template(bench.photos.person) == template else {
                return .failed("one process gave two templates for one photo")
            }
            return await bench.withWorker { second in
                try await second.template(bench.photos.person) == template
                    ? .passed("three equal templates in two processes")
                    : .failed("two processes gave two templates for one photo")
            }
        }
    }
}
