/// A share of cases with its 95 % interval.
public struct DocumentRate: Codable, Equatable, Sendable {
    /// Cases that count.
    public var count: Int
    /// All cases.
    public var of: Int
    /// Clopper and Pearson's interval at 95 %, low and high; 0 to 1 without cases.
    public var interval: [Double]

    /// Creates a rate from its counts.
    public init(_ count: Int, of total: Int) {
        self.count = count
        of = total
        interval = BinomialInterval.clopperPearson(count, of: total)
    }

    /// The share, 0 to 1; nil without cases.
    public var value: Double? { of > 0 ? Double(count) / Double(of) : nil }
}

/// How well machine-readable zones were read.
public struct DocumentRates: Codable, Equatable, Sendable {
    /// Documents.
    public var documents: Int
    /// Documents of which a zone was read at all.
    public var found: DocumentRate
    /// Lines that are right to the last character as they were read. A line that was not found is not.
    public var exactRawLines: DocumentRate
    /// The same after repair.
    public var exactLines: DocumentRate
    /// Edits that turn the lines as read into the printed ones, per printed character; nil without lines. A line that was not
    /// found counts all its characters. It can exceed 1.
    public var rawCharacterErrorRate: Double?
    /// The same after repair.
    public var characterErrorRate: Double?
    /// Fields that are right, of those printed, by name and in `all`.
    public var fields: [String: DocumentRate]
    /// Proven fields, of those printed that check digits cover.
    public var proven: DocumentRate
    /// Proven fields that are right, of those proven.
    public var provenRight: DocumentRate
    /// Proven fields that are wrong, in lines that were repaired: the goal is none.
    public var falseAccepts: DocumentRate
    /// Fields of print that are right, of those printed, by name and in `all`. Names are right when ICAO's transliteration of
    /// both is the same.
    public var print: [String: DocumentRate]
    /// Fields of print that were read with a confidence that counts against somebody, and are wrong or not there at all.
    public var sureAndWrong: DocumentRate
    /// Barcodes whose text was read to the last character.
    public var barcodes: DocumentRate
    /// Seconds a document: median, 95th and 99th percentile, largest; nil without documents.
    public var seconds: DocumentTimes?

    enum CodingKeys: String, CodingKey {
        case documents, found, fields, proven, print, barcodes, seconds
        case exactRawLines = "exact_raw_lines"
        case exactLines = "exact_lines"
        case rawCharacterErrorRate = "raw_character_error_rate"
        case characterErrorRate = "character_error_rate"
        case provenRight = "proven_right"
        case falseAccepts = "false_accepts"
        case sureAndWrong = "sure_and_wrong"
    }
}

/// Seconds that documents took.
public struct DocumentTimes: Codable, Equatable, Sendable {
    /// The median.
    public var p50: Double
    /// The 95th percentile.
    public var p95: Double
    /// The 99th percentile.
    public var p99: Double
    /// The longest.
    public var max: Double

    /// Percentiles by nearest rank: the smallest time that so many percent do not exceed; nil without times.
    public init?(_ times: [Double]) {
        let sorted = times.sorted()
        guard let last = sorted.last else { return nil }
        func percentile(_ percent: Int) -> Double { sorted[Swift.max(0, (sorted.count * percent + 99) / 100 - 1)] }
        (p50, p95, p99, max) = (percentile(50), percentile(95), percentile(99), last)
    }
}
