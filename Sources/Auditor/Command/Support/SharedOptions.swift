import ArgumentParser
import AuditCore
import Foundation

/// Options of every command that uses a store.
struct DatabaseOption: ParsableArguments {
    @Option(help: "The SQLite database of decisions.")
    var database = "audit.sqlite"
}

/// Options of every command that runs matchers.
struct MatcherOptions: ParsableArguments {
    @Option(name: .customLong("matcher"), help: "Use only this matcher of the policy; may be repeated.")
    var matchers: [String] = []

    @Option(help: "The policy file. (default: samples/policies/default.yaml; for `rerun` the run's own)")
    var policy: String?

    @Option(help: "A file of plugins: matchers that are programs of your own (docs/worker-protocol.md).")
    var plugins: String?

    @Option(help: "Worker processes for each matcher; at most this many photos are processed at once. (default: cores)")
    var workers: Int?

    /// The number of lanes.
    var lanes: Int { workers ?? ProcessInfo.processInfo.activeProcessorCount }

    func validate() throws {
        if let workers, !(1...256).contains(workers) {
            throw ValidationError("--workers must be from 1 to 256.")
        }
    }
}

/// How progress is shown.
enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
    case auto, plain, json, none
}

/// Which outcome makes a complete run exit with status 1.
enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case review, rejected, error, never

    /// Whether these counts hold a finding. `review` is the lowest: it includes rejections and errors.
    func isMet(_ counts: [Outcome: Int]) -> Bool {
        let outcomes: [Outcome]
        switch self {
        case .review: outcomes = [.review, .rejected, .error]
        case .rejected: outcomes = [.rejected, .error]
        case .error: outcomes = [.error]
        case .never: outcomes = []
        }
        return outcomes.contains { counts[$0, default: 0] > 0 }
    }
}

/// Which applicants get a message.
enum NotificationMode: String, ExpressibleByArgument, CaseIterable {
    case all, review, none

    /// Whether an applicant with this outcome gets one.
    func includes(_ outcome: Outcome) -> Bool {
        switch self {
        case .all: true
        case .review: outcome == .review
        case .none: false
        }
    }
}

/// A date of `--as-of`.
struct AsOfDate: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let components = DateComponents(calendar: calendar, year: year, month: month, day: day)
        guard components.isValidDate else { return nil }
        text = argument
    }
}
