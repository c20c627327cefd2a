/// One line of a machine-readable zone as a worker read it.
public struct MRZLineReading: Codable, Equatable, Sendable, PersonalReading {
    /// Where the line is.
    public var box: PixelBox
    /// The characters from left to right.
    public var characters: [CharacterReading]

    /// Creates a value from its parts.
    public init(box: PixelBox, characters: [CharacterReading]) {
        self.box = box
        self.characters = characters
    }

    /// The line with the best candidate of every character; a character without candidates is `<`.
    public var text: String { characters.map { $0.candidates.first?.value ?? "<" }.joined() }

    /// How probable each of these characters is, to three decimals.
    var confidence: [Double] {
        characters.map { (1000 * ($0.candidates.first?.probability ?? 0)).rounded() / 1000 }
    }
}

/// One character of a machine-readable zone with what else it may be.
public struct CharacterReading: Codable, Equatable, Sendable, PersonalReading {
    /// One to five possible characters, the most probable first.
    public var candidates: [Candidate]

    /// Creates a value.
    public init(candidates: [Candidate]) { self.candidates = candidates }

    /// What a character may be.
    public struct Candidate: Codable, Equatable, Sendable, PersonalReading {
        /// One of `0`-`9`, `A`-`Z` and `<`.
        public var value: String
        /// How probable the reader holds it, 0 to 1; the candidates of a character add up to at most 1.
        public var probability: Double

        /// Creates a value from its parts.
        public init(value: String, probability: Double) {
            self.value = value
            self.probability = probability
        }
    }
}
