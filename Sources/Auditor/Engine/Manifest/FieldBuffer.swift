/// The sizes at which a reader stops keeping bytes.
package struct ManifestLimits: Sendable {
    /// Bytes of one field: room for a photo of 20 MiB in base64.
    package var fieldBytes = 32 << 20
    /// Bytes of all fields of one row.
    package var rowBytes = 96 << 20
    /// Fields of one row.
    package var fields = 1000
    /// Nested arrays and objects in JSON.
    package var depth = 64

    /// The limits of the product.
    package init() {}
}

/// The bytes of the field that is being read. Over a limit it keeps nothing more and says so, while the parser reads
/// on: one monstrous field costs its row, not the run.
struct FieldBuffer {
    private let limits: ManifestLimits
    private var bytes: [UInt8] = []
    private var rowBytes = 0
    private var isOverLimit = false

    init(_ limits: ManifestLimits) { self.limits = limits }

    /// Whether nothing was appended since `beginField`.
    var isEmpty: Bool { bytes.isEmpty && !isOverLimit }

    /// Starts a row.
    mutating func beginRow() {
        rowBytes = 0
        beginField()
    }

    /// Starts a field.
    @inline(__always)
    mutating func beginField() {
        isOverLimit = false
        // After a photo its memory is given back.
        bytes.removeAll(keepingCapacity: bytes.count <= 1 << 20)
    }

    /// Appends one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        guard admit(1) else { return }
        bytes.append(byte)
    }

    /// Appends bytes.
    @inline(__always)
    mutating func append(_ run: UnsafeBufferPointer<UInt8>) {
        guard admit(run.count) else { return }
        bytes.append(contentsOf: run)
    }

    private mutating func admit(_ count: Int) -> Bool {
        rowBytes += count
        if bytes.count + count > limits.fieldBytes || rowBytes > limits.rowBytes {
            isOverLimit = true
            bytes = []
        }
        return !isOverLimit
    }

    /// The field that the bytes make up.
    func field(named name: String) -> RawRow.Field {
        if isOverLimit {
            return RawRow.Field(name: name, problem: "the value exceeds the limit of \(limits.fieldBytes) bytes")
        }
        guard let text else { return RawRow.Field(name: name, problem: "the value is not valid UTF-8") }
        return RawRow.Field(name: name, value: text)
    }

    /// The bytes as text; nil when they are not valid UTF-8 or over a limit.
    var text: String? {
        isOverLimit ? nil : bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
    }
}
