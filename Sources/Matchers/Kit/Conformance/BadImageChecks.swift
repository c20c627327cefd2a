import AuditCore

/// Bytes that are no photo.
struct UnreadableImageCheck: ConformanceCheck {
    let id = "unreadable_image"
    let title = "Bytes that are no photo get an error answer, and the worker lives on."

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            try await pool.refuses(
                Array("this is not a photo\n".utf8), with: [.imageUnreadable, .imageUnsupported],
                then: bench.photos.person)
        }
    }
}

/// No bytes at all.
struct EmptyImageCheck: ConformanceCheck {
    let id = "empty_image"
    let title = "An empty photo gets an error answer, and the worker lives on."

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            try await pool.refuses([], with: [.imageUnreadable, .imageUnsupported], then: bench.photos.person)
        }
    }
}

/// A small file that claims to be a gigantic photo.
struct HugeImageCheck: ConformanceCheck {
    let id = "huge_image"
    let title = "A header that claims 60,000 x 60,000 pixels is refused before memory is taken for them."

    /// The signature and IHDR chunk of an 8-bit RGB PNG (ISO/IEC 15948, 11.2.2) with its CRC, an IDAT chunk of no pixels,
    /// and IEND: whole, so that the claim is the only thing wrong with it.
    static let photo: [UInt8] =
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xea, 0x60]
        + [0, 0, 0xea, 0x60, 8, 2, 0, 0, 0, 0x0f, 0xb0, 0xe2, 0x15]
        + [0x00, 0x00, 0x00, 0x08, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]
        + [0x48, 0x06, 0x89, 0xd2, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]

    /// A worker that took memory for the pixels would have 10 GB.
    private static let memory = 2 << 30

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            let verdict = try await pool.refuses(
                Self.photo, with: [.imageOverLimit, .imageUnsupported], then: bench.photos.person)
            guard case .passed(let text) = verdict else { return verdict }
            let peak = await pool.statistics().peakMemoryBytes ?? 0
            return peak <= Self.memory
                ? .passed("\(text), peak memory \(peak >> 20) MiB") : .failed("it took \(peak >> 20) MiB of memory")
        }
    }
}
