/// One question that every matcher's program must answer well: one file, one type, one line in `ConformanceKit.checks`.
public protocol ConformanceCheck: Sendable {
    /// Stable lower-case name, as `auditor matchers check` prints it.
    var id: String { get }
    /// What is asked, in one sentence.
    var title: String { get }
    /// Asks it.
    func run(_ bench: ConformanceBench) async -> ConformanceVerdict
}

/// What came of a check.
public enum ConformanceVerdict: Equatable, Sendable {
    /// The program did what it must; the text says what was seen.
    case passed(String)
    /// It did not; the text says what it did.
    case failed(String)
    /// It could not be asked; the text says why.
    case notRun(String)

    /// `passed`, `failed` or `not_run`.
    public var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .notRun: "not_run"
        }
    }

    /// What was seen.
    public var detail: String {
        switch self {
        case .passed(let text), .failed(let text), .notRun(let text): text
        }
    }
}

/// A check's name with its verdict.
public struct ConformanceResult: Equatable, Sendable {
    /// The check's name.
    public let id: String
    /// What came of it.
    public let verdict: ConformanceVerdict
}

/// The conformance kit: what makes a program a matcher that a policy may use.
public enum ConformanceKit {
    /// Every check, in the order in which they are asked.
    public static let checks: [any ConformanceCheck] = [
        HelloCheck(), DeterminismCheck(), IdentityCheck(), SymmetryCheck(), UnreadableImageCheck(), EmptyImageCheck(),
        HugeImageCheck(), OrderCheck(), CancelCheck(), RestartCheck(), CanaryCheck(),
    ]

    /// Asks everything; what follows a failed `hello` is not run.
    /// - Parameter report: Told of each result as it comes.
    /// - Returns: A result for each of `checks`, in their order.
    @discardableResult
    public static func run(
        _ bench: ConformanceBench, report: (ConformanceResult) -> Void = { _ in }
    ) async -> [ConformanceResult] {
        var results: [ConformanceResult] = []
        for check in checks {
            let verdict: ConformanceVerdict
            if case .failed? = results.first?.verdict {
                verdict = .notRun("hello failed")
            } else {
                verdict = await check.run(bench)
            }
            results.append(ConformanceResult(id: check.id, verdict: verdict))
            report(results[results.count - 1])
        }
        return results
    }
}
