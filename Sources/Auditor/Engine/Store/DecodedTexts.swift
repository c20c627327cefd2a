/// Decoded JSON columns by their text. The checks of a run's decisions are few different texts a million times over, and
/// to decode one takes longer than to read the rest of its row.
final class DecodedTexts<Value: Decodable> {
    private var values: [String: Value] = [:]
    private static var capacity: Int { 1000 }

    /// The value of a text, decoded at most once while it is kept.
    func decode(_ text: String) throws -> Value {
        if let known = values[text] { return known }
        let value = try JSONText.decode(Value.self, text)
        if values.count < Self.capacity { values[text] = value }
        return value
    }
}
