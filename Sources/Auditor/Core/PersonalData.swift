/// Named personal fields of one request. Prints as a count, so that it cannot reach a log or an error by accident.
public struct PersonalData: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// One field.
    public struct Field: Equatable, Sendable {
        /// The manifest's field name.
        public let name: String
        /// The validated value.
        public let value: String
    }

    /// The fields in manifest order.
    public private(set) var fields: [Field] = []

    /// Creates an empty record.
    public init() {}

    /// The value of a field, or nil when the manifest did not give one.
    public subscript(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// Adds a field; empty values are not kept.
    public mutating func append(name: String, value: String) {
        guard !value.isEmpty else { return }
        fields.append(Field(name: name, value: value))
    }

    /// `<n personal fields>`, never the values.
    public var description: String { "<\(fields.count) personal fields>" }
    /// Same as `description`.
    public var debugDescription: String { description }
    /// Hides the fields from `dump` and from test failure output.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
