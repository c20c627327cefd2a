public import AuditCore

/// An entry for a block or allow list.
public struct ListEntry: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Which list.
    public var list: GalleryEvidence.ListHit.Kind
    /// Who is meant.
    public var content: Content
    /// Who answers for the entry.
    public var owner: String
    /// Why it is there.
    public var reason: String
    /// Until when it counts, RFC 3339 UTC; nil until it is removed.
    public var expires: String?

    /// Who is meant by an entry.
    public enum Content: Equatable, Sendable {
        /// Everybody whose field has this value, in its normal form.
        case field(BlindIndex.Field, String)
        /// Whoever has this face; one template a matcher.
        case face([EnrolledTemplate])

        /// The field's name, or `face`.
        public var field: String {
            switch self {
            case .field(let field, _): field.rawValue
            case .face: "face"
            }
        }
    }

    /// Creates an entry.
    public init(
        list: GalleryEvidence.ListHit.Kind, content: Content, owner: String, reason: String, expires: String? = nil
    ) {
        self.list = list
        self.content = content
        self.owner = owner
        self.reason = reason
        self.expires = expires
    }

    /// `<entry of the block list>`: the rest may be personal data.
    public var description: String { "<entry of the \(list.rawValue) list>" }
    /// Hides the fields from `dump` and from test failure output.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// An entry as it is stored, decrypted.
public struct StoredListEntry: Equatable, Sendable {
    /// The entry's number.
    public var id: Int64
    /// What it says.
    public var entry: ListEntry
    /// When it was added, RFC 3339 UTC.
    public var created: String
}

/// An entry that was found by a value.
public struct ListMatch: Equatable, Sendable {
    /// Which list.
    public var list: GalleryEvidence.ListHit.Kind
    /// The entry's number.
    public var entry: Int64
    /// What it was found by.
    public var field: BlindIndex.Field
}
