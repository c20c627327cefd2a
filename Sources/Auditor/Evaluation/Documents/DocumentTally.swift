public import AuditCore

/// Counts what was read of specimens; `rates` may be asked for at any time.
public struct DocumentTally: Sendable {
    /// The confidence from which print counts against somebody.
    public static let sureOfPrint = DocumentComparer.defaultMinimumConfidence
    /// Fields of print that the reader looks for.
    public static let readInPrint: [DocumentFields.Name] = [
        .surname, .givenNames, .dateOfBirth, .documentNumber, .expiry,
    ]
    /// Fields that check digits cover, in the order of reports.
    public static let covered: [MRZFieldName] = [.documentNumber, .dateOfBirth, .expiry, .personalNumber]

    private var documents = 0
    private var zones = 0
    private var found = 0
    private var lines = 0
    private var exactRaw = 0
    private var exact = 0
    private var characters = 0
    private var rawEdits = 0
    private var edits = 0
    private var fields: [String: (right: Int, of: Int)] = [:]
    private var coverable = 0
    private var proven = 0
    private var provenRight = 0
    private var provenAfterRepair = 0
    private var falseAccepts = 0
    private var seconds: [Double] = []
    private var barcodes = (right: 0, of: 0)
    private var print: [String: (right: Int, of: Int)] = [:]
    private var sure = (wrong: 0, of: 0)

    /// Creates an empty tally.
    public init() {}

    /// Counts one specimen.
    public mutating func add(_ trial: DocumentTrial) {
        documents += 1
        seconds.append(trial.seconds)
        if !trial.printedLines.isEmpty {
            zones += 1
            found += trial.mrz == nil ? 0 : 1
        }
        for (index, printed) in trial.printedLines.enumerated() {
            func line(_ all: [String]?) -> String { all.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? "" }
            let (raw, repaired) = (line(trial.mrz?.rawLines), line(trial.mrz?.lines))
            lines += 1
            exactRaw += raw == printed ? 1 : 0
            exact += repaired == printed ? 1 : 0
            characters += printed.unicodeScalars.count
            rawEdits += EditDistance.levenshtein(raw, printed)
            edits += EditDistance.levenshtein(repaired, printed)
        }
        for (name, printed) in trial.printedFields {
            let read = trial.mrz?.fields[name]
            let isRight = read?.value == printed
            for key in [name, "all"] {
                let before = fields[key] ?? (0, 0)
                fields[key] = (before.right + (isRight ? 1 : 0), before.of + 1)
            }
            if Self.covered.contains(where: { $0.rawValue == name }) { coverable += 1 }
        }
        // Of what was read, not of what is printed: a proven field that is not on the document is wrong, too.
        for (name, field) in trial.mrz?.fields ?? [:] where field.proven {
            let isRight = trial.printedFields[name] == field.value
            let isRepaired = trial.mrz?.repairs.isEmpty == false
            proven += 1
            provenRight += isRight ? 1 : 0
            provenAfterRepair += isRepaired ? 1 : 0
            falseAccepts += isRepaired && !isRight ? 1 : 0
        }
        addPrint(trial.print)
        if let printed = trial.printedBarcode {
            barcodes.of += 1
            barcodes.right += trial.barcodes.contains(printed) ? 1 : 0
        }
    }

    private mutating func addPrint(_ text: DocumentTrial.Print) {
        for name in Self.readInPrint {
            let read = text.read[name]
            let isRight = text.isRight(name)
            if text.printed[name] != nil {
                for key in [name.rawValue, "all"] {
                    let before = print[key] ?? (0, 0)
                    print[key] = (before.right + (isRight ? 1 : 0), before.of + 1)
                }
            }
            guard let read, read.confidence >= Self.sureOfPrint else { continue }
            sure.of += 1
            sure.wrong += isRight ? 0 : 1
        }
    }

    /// What has been counted so far.
    public var rates: DocumentRates {
        DocumentRates(
            documents: documents, found: DocumentRate(found, of: zones),
            exactRawLines: DocumentRate(exactRaw, of: lines),
            exactLines: DocumentRate(exact, of: lines),
            rawCharacterErrorRate: characters > 0 ? Double(rawEdits) / Double(characters) : nil,
            characterErrorRate: characters > 0 ? Double(edits) / Double(characters) : nil,
            fields: fields.mapValues { DocumentRate($0.right, of: $0.of) },
            proven: DocumentRate(min(proven, coverable), of: coverable),
            provenRight: DocumentRate(provenRight, of: proven),
            falseAccepts: DocumentRate(falseAccepts, of: provenAfterRepair),
            print: print.mapValues { DocumentRate($0.right, of: $0.of) },
            sureAndWrong: DocumentRate(sure.wrong, of: sure.of),
            barcodes: DocumentRate(barcodes.right, of: barcodes.of), seconds: DocumentTimes(seconds))
    }
}
