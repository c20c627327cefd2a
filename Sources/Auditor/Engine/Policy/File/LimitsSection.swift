import AuditCore

/// `limits:` what a photo and a worker may use; what is absent keeps its default.
enum LimitsSection {
    static func read(_ value: YAMLValue) throws(AuditError) -> Policy.ResourceLimits {
        let mapping = try value.mapping(Policy.ResourceLimits.CodingKeys.self)
        var limits = Policy.ResourceLimits()
        if let value = mapping[.maxImageBytes] {
            limits.maxImageBytes = try value.integer(1...1_073_741_824, "bytes")
        }
        if let value = mapping[.maxImagePixels] {
            limits.maxImagePixels = try value.integer(1...1_000_000_000, "pixels")
        }
        if let value = mapping[.requestTimeoutSeconds] {
            limits.requestTimeoutSeconds = try value.integer(1...3600, "whole seconds")
        }
        if let value = mapping[.workerMemoryMiB] {
            limits.workerMemoryMiB = try value.integer(256...1_048_576, "MiB")
        }
        return limits
    }
}
