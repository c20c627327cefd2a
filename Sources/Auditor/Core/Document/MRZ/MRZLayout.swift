/// Where what stands in a machine-readable zone: places are line and column from 0.
struct MRZLayout: Sendable {
    struct Place: Hashable, Sendable {
        var line: Int
        var column: Int
    }

    /// Characters in a row that one check digit covers, or that only the composite covers.
    struct Segment: Sendable {
        /// The field; nil for optional data without a digit of its own.
        var check: MRZFieldName?
        /// Its characters, then its check digit when it has one.
        var places: [Place]
        /// Places that its own digit passes over: the filler that stands for the digit of a long number.
        var skipped: Set<Int> = []
    }

    var format: MRZFormat
    var fields: [MRZFieldName: [Place]]
    /// In the order in which the composite covers them.
    var segments: [Segment]
    /// The composite's own place; nil on visas.
    var composite: Place?
    var grammar: [[MRZGrammar]]

    static func row(_ line: Int, _ columns: Range<Int>) -> [Place] { columns.map { Place(line: line, column: $0) } }

    /// The layout of a format.
    /// - Parameter overflow: How many characters of a long document number stand in the optional data (9303-5, 4.2.2.2
    ///   note; 9303-6 alike): the ninth is then followed by a filler, and the rest by the check digit and a filler.
    init?(_ format: MRZFormat, overflow: Int = 0) {
        self.format = format
        let length = format.lineLength
        let (main, number) = format == .td1 ? (0, 5) : (1, 0)
        let dates = format == .td1 ? 0 : 13
        fields = [.documentCode: Self.row(0, 0..<2), .issuingState: Self.row(0, 2..<5)]
        fields[.sex] = Self.row(1, dates + 7..<dates + 8)
        fields[.nationality] = format == .td1 ? Self.row(1, 15..<18) : Self.row(1, 10..<13)
        // The family name's place is all names' place: where it ends is written in it.
        fields[.surname] = format == .td1 ? Self.row(2, 0..<30) : Self.row(0, 5..<length)
        let optional: Range<Int> =
            switch format {
            case .td1: 15..<30
            case .td2: 28..<35
            case .td3: 28..<42
            case .mrvA, .mrvB: 28..<length
            }
        let optionalLine = format == .td1 ? 0 : 1
        let optionalField: MRZFieldName = format == .td3 ? .personalNumber : .optionalData
        var numberSegment = Segment(check: .documentNumber, places: Self.row(main, number..<number + 10))
        fields[.documentNumber] = Self.row(main, number..<number + 9)
        var rest = optional
        if overflow > 0 {
            // Digit and filler must fit behind the rest of the number.
            guard format == .td1 || format == .td2, overflow + 1 <= optional.count else { return nil }
            numberSegment.places += Self.row(optionalLine, optional.lowerBound..<optional.lowerBound + overflow + 1)
            numberSegment.skipped = [9]
            fields[.documentNumber]? += Self.row(optionalLine, optional.lowerBound..<optional.lowerBound + overflow)
            rest = optional.lowerBound + overflow + 1..<optional.upperBound
        }
        fields[optionalField] = Self.row(optionalLine, rest)
        fields[.dateOfBirth] = Self.row(1, dates..<dates + 6)
        fields[.expiry] = Self.row(1, dates + 8..<dates + 14)
        let birth = Segment(check: .dateOfBirth, places: Self.row(1, dates..<dates + 7))
        let expiry = Segment(check: .expiry, places: Self.row(1, dates + 8..<dates + 15))
        let free = Segment(check: nil, places: Self.row(optionalLine, rest))
        switch format {
        case .td1:
            fields[.optionalData2] = Self.row(1, 18..<29)
            segments = [numberSegment, free, birth, expiry, Segment(check: nil, places: Self.row(1, 18..<29))]
            composite = Place(line: 1, column: 29)
        case .td2:
            segments = [numberSegment, birth, expiry, free]
            composite = Place(line: 1, column: 35)
        case .td3:
            segments = [numberSegment, birth, expiry, Segment(check: .personalNumber, places: Self.row(1, 28..<43))]
            composite = Place(line: 1, column: 43)
        case .mrvA, .mrvB:
            segments = [numberSegment, birth, expiry]
            composite = nil
        }
        grammar = Array(repeating: Array(repeating: .any, count: length), count: format.lineCount)
        setGrammar(overflow: overflow, afterNumber: rest.lowerBound, optionalLine: optionalLine)
    }

    private mutating func setGrammar(overflow: Int, afterNumber: Int, optionalLine: Int) {
        set([.letters, .filler], at: (fields[.issuingState] ?? []) + (fields[.nationality] ?? []))
        set([.letters, .filler], at: fields[.surname] ?? [])
        for name in [MRZFieldName.issuingState, .nationality, .surname] {
            set(.letters, at: Array((fields[name] ?? []).prefix(1)))
        }
        set([.letters, .filler], at: Self.row(0, 1..<2))
        set(format == .mrvA || format == .mrvB ? MRZGrammar("V") : MRZGrammar("ACIP"), at: Self.row(0, 0..<1))
        set(MRZGrammar("FMX<"), at: fields[.sex] ?? [])
        // No month starts with 2, no day with 4. Unknown parts of a birth date are fillers (9303-3, 4.8), and so is the
        // expiry of a document that does not expire.
        for name in [MRZFieldName.dateOfBirth, .expiry] {
            for (position, place) in (fields[name] ?? []).enumerated() {
                set(
                    position == 2 ? MRZGrammar("01<") : position == 4 ? MRZGrammar("0123<") : [.digits, .filler],
                    at: [place])
            }
        }
        for segment in segments where segment.check != nil { set(.digits, at: segment.places.suffix(1)) }
        set([.digits, .filler], at: segments.filter { $0.check == .personalNumber }.flatMap { $0.places.suffix(1) })
        if let composite { set(.digits, at: [composite]) }
        set([.digits, .letters], at: Array((fields[.documentNumber] ?? []).prefix(1)))
        guard overflow > 0 else { return }
        let number = fields[.documentNumber] ?? []
        set([.digits, .letters], at: number)
        set(.filler, at: [Place(line: number[8].line, column: number[8].column + 1)])
        if fields[.optionalData]?.isEmpty == false {
            set(.filler, at: [Place(line: optionalLine, column: afterNumber)])
        }
    }

    private mutating func set(_ allowed: MRZGrammar, at places: some Sequence<Place>) {
        for place in places { grammar[place.line][place.column] = allowed }
    }
}
