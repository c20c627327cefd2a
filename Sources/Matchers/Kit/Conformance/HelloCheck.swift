import AuditCore

/// The answer to `hello` describes a matcher.
struct HelloCheck: ConformanceCheck {
    let id = "hello"
    let title = "It starts, speaks this protocol and says what it is."

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            let descriptor = pool.descriptor
            let version = Redaction.line(descriptor.version)
            return .passed("version \(version), \(descriptor.metric.rawValue), \(descriptor.templateSize) values")
        }
    }
}
