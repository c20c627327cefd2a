public import AuditCore

/// `document-evaluation.json`: how well documents are read whose print is known. Rates are counts with an interval of Clopper and
/// Pearson at 95 %.
public struct DocumentEvaluation: Codable, Equatable, Sendable {
    /// Name of the JSON format.
    public var schema = "identity-auditor/document-evaluation"
    /// Version of the JSON format.
    public var schemaVersion = 1
    /// Version of this program.
    public var toolVersion: String
    /// What was read.
    public var sample: Sample
    /// What read it.
    public var reader: DocumentReaderDescriptor
    /// Languages of print that were asked for.
    public var languages: [String]
    /// The date that stood for today.
    public var asOf: CivilDate
    /// Documents that were read at the same time.
    public var lanes: Int
    /// How each figure is defined: a sentence by its field's name.
    public var conventions = Self.definitions
    /// What the figures say, in words, most important first.
    public var conclusions: [String]
    /// The rates of each level as a whole, then of each kind at each level; in the order in which the file names them.
    public var groups: [Group]

    /// What was read.
    public struct Sample: Codable, Equatable, Sendable {
        /// The truth file's name.
        public var file: String
        /// SHA-256 of its bytes.
        public var sha256: String
        /// Documents, each counted once a level.
        public var documents: Int
        /// Photos.
        public var photos: Int

        /// Creates a description.
        public init(file: String, sha256: String, documents: Int, photos: Int) {
            self.file = file
            self.sha256 = sha256
            self.documents = documents
            self.photos = photos
        }
    }

    /// Rates of a part of the documents.
    public struct Group: Codable, Equatable, Sendable {
        /// How hard they are to read.
        public var level: String
        /// Their kind; nil for all kinds.
        public var kind: String?
        /// How well they were read.
        public var rates: DocumentRates
    }

    /// What is known of an evaluation before anything was read.
    public struct Setting: Sendable {
        /// Version of this program.
        public var toolVersion: String
        /// What is read.
        public var sample: Sample
        /// What reads it.
        public var reader: DocumentReaderDescriptor
        /// Languages of print.
        public var languages: [String]
        /// The date that stands for today.
        public var asOf: CivilDate
        /// Documents that are read at the same time.
        public var lanes: Int

        /// Creates a setting from its parts.
        public init(
            toolVersion: String, sample: Sample, reader: DocumentReaderDescriptor, languages: [String],
            asOf: CivilDate, lanes: Int
        ) {
            self.toolVersion = toolVersion
            self.sample = sample
            self.reader = reader
            self.languages = languages
            self.asOf = asOf
            self.lanes = lanes
        }
    }

    /// Counts what was read.
    /// - Parameter trials: The documents with level and kind, in the order of the report.
    public init(_ setting: Setting, trials: [(level: String, kind: String, trial: DocumentTrial)]) {
        toolVersion = setting.toolVersion
        sample = setting.sample
        reader = setting.reader
        languages = setting.languages
        asOf = setting.asOf
        lanes = setting.lanes
        groups = []
        conclusions = []
        var levels: [String] = []
        for (level, _, _) in trials where !levels.contains(level) { levels.append(level) }
        for level in levels {
            let here = trials.filter { $0.level == level }
            var kinds: [String] = []
            for (_, kind, _) in here where !kinds.contains(kind) { kinds.append(kind) }
            groups.append(Group(level: level, kind: nil, rates: Self.rates(here.map(\.trial))))
            guard kinds.count > 1 else { continue }
            for kind in kinds {
                groups.append(
                    Group(level: level, kind: kind, rates: Self.rates(here.filter { $0.kind == kind }.map(\.trial))))
            }
        }
        conclusions = Self.conclusions(groups.filter { $0.kind == nil })
    }

    private static func rates(_ trials: [DocumentTrial]) -> DocumentRates {
        var tally = DocumentTally()
        for trial in trials { tally.add(trial) }
        return tally.rates
    }

    private static func conclusions(_ levels: [Group]) -> [String] {
        let (proven, right) = levels.reduce((0, 0)) {
            ($0.0 + $1.rates.provenRight.of, $0.1 + $1.rates.provenRight.count)
        }
        let rate = DocumentRate(proven - right, of: proven)
        let first =
            proven == 0
            ? "No field is proven by check digits."
            : "\(proven - right) of \(proven) fields that check digits prove are wrong (at most "
                + "\(NumberText.percent(rate.interval[1])) at 95 %)."
        return [first]
            + levels.filter { $0.rates.exactLines.of > 0 }.map {
                "At level \($0.level), \(percent($0.rates.exactLines)) of the lines of machine-readable "
                    + "zones are exact and \(percent($0.rates.proven)) of the fields that check digits "
                    + "cover are proven."
            }
    }

    private static func percent(_ rate: DocumentRate) -> String { NumberText.percent(rate.value ?? .nan) }

    private static let definitions = [
        "found": "documents with a machine-readable zone of which one was read",
        "exact_raw_lines": "lines of zones that are right to the last character as the network read them",
        "exact_lines":
            "the same after grammar and check digits steered the choice; a line that was not found is not exact",
        "raw_character_error_rate": "insertions, deletions and substitutions per printed character before repair",
        "character_error_rate": "the same after repair; a line that was not found counts all its characters",
        "fields": "fields of zones that say what is printed",
        "proven": "fields that check digits prove, of those printed that check digits cover",
        "proven_right": "proven fields that say what is printed",
        "false_accepts": "proven fields that do not, in zones that were repaired",
        "print":
            "surname, given names, birth date, number and expiry read from print for people; names by ICAO's transliteration",
        "sure_and_wrong":
            "fields of print that were read with a confidence of 0.8 or more and do not say what is printed",
        "barcodes": "barcodes whose text is right to the last character",
        "seconds": "a document's photos from bytes to fields, one thread of one worker each, other lanes at work",
    ]

    enum CodingKeys: String, CodingKey {
        case schema, sample, reader, languages, lanes, conventions, conclusions, groups
        case schemaVersion = "schema_version"
        case toolVersion = "tool_version"
        case asOf = "as_of"
    }
}
