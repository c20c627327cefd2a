/// Bytes written as hexadecimal digits in published test vectors.
func hexadecimal(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

extension Sequence<UInt8> {
    /// Whether a piece occurs in these bytes.
    func contains(piece: [UInt8]) -> Bool {
        let bytes = Array(self)
        guard let first = piece.first, bytes.count >= piece.count else { return false }
        return bytes.indices.dropLast(piece.count - 1).contains { index in
            bytes[index] == first && bytes[index..<index + piece.count].elementsEqual(piece)
        }
    }
}
