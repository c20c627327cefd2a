/// What was read on a request's document, with its straightened sides: what a reviewer needs to see it.
public struct ShownDocument {
    /// What was read.
    public let reading: DocumentReading
    private let load: (_ side: String) throws -> [UInt8]?

    /// Creates a value.
    /// - Parameter load: Reads the straightened image of the side `front` or `back`, a JPEG; nil when there is none.
    public init(reading: DocumentReading, load: @escaping (_ side: String) throws -> [UInt8]?) {
        self.reading = reading
        self.load = load
    }

    /// The straightened image of a side, a JPEG; nil when there is none.
    public func image(_ side: String) throws -> [UInt8]? { try load(side) }
}
