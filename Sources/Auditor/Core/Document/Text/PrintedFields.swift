/// Fields among printed words: what stands to the right of a label, or under it.
public struct PrintedFields: Sendable {
    /// Lines of words, each from left to right.
    private let lines: [[WordReading]]
    /// Of each of them, whether a slash stands before it: behind a label that is the label in another language.
    private let followsSlash: [[Bool]]
    private let side: String?
    private let asOf: CivilDate
    private let order: PrintedDate.Order?

    /// Finds what is printed on a side.
    /// - Parameters:
    ///   - words: The words of one side.
    ///   - side: `front` or `back`.
    ///   - asOf: The date that stands for today: it tells the century of two-digit years.
    public static func find(in words: [WordReading], side: String? = nil, asOf: CivilDate) -> DocumentFields {
        PrintedFields(words, side: side, asOf: asOf).fields()
    }

    private init(_ words: [WordReading], side: String?, asOf: CivilDate) {
        let grouped = Dictionary(grouping: words, by: \.line).sorted { $0.key < $1.key }
        let marked = grouped.map { Self.marked($0.value.sorted { $0.box.x < $1.box.x }) }.filter { !$0.isEmpty }
        lines = marked.map { $0.map(\.word) }
        followsSlash = marked.map { $0.map(\.followsSlash) }
        self.side = side
        self.asOf = asOf
        let texts = words.map(\.text)
        // The United States alone put the month first.
        let isAmerican = texts.contains { ["USA", "DLN", "DOB"].contains(PrintedLabels.normalised($0)) }
        order = PrintedDate.order(in: texts) ?? (isAmerican ? .monthFirst : nil)
    }

    /// The words of a line that say anything.
    private static func marked(_ line: [WordReading]) -> [(word: WordReading, followsSlash: Bool)] {
        var result: [(word: WordReading, followsSlash: Bool)] = []
        var isAfterSlash = false
        for word in line {
            if PrintedLabels.normalised(word.text).isEmpty {
                isAfterSlash = isAfterSlash || word.text.contains("/")
                continue
            }
            result.append((word, isAfterSlash || word.text.hasPrefix("/")))
            isAfterSlash = word.text.hasSuffix("/")
        }
        return result
    }

    private func fields() -> DocumentFields {
        var fields = DocumentFields()
        let labels = lines.map { line in PrintedLabels.find(in: line.map(\.text)) }
        for (index, line) in lines.enumerated() {
            for (number, label) in labels[index].enumerated() {
                guard let name = label.field, fields[name] == nil else { continue }
                let end = number + 1 < labels[index].count ? labels[index][number + 1].words.lowerBound : line.count
                let beside = beside(index, from: label.words.upperBound, to: end)
                let found =
                    value(of: name, in: beside)
                    ?? below(Array(line[label.words]), index: index, labels: labels).lazy
                    .compactMap { value(of: name, in: $0) }.first
                guard let found else { continue }
                fields[name] = DocumentField(
                    value: found.value, source: .text, confidence: confidence(of: name, found), side: side,
                    box: PixelBox(around: found.words.map(\.box)))
            }
        }
        if let type = documentType() { fields[.documentType] = type }
        return fields
    }

    /// What stands beside a label: not its other language behind a slash, which ends at the next gap.
    private func beside(_ line: Int, from: Int, to end: Int) -> [WordReading] {
        var start = from
        if start < end, followsSlash[line][start] {
            start += 1
            while start < end, isNext(lines[line][start], to: lines[line][start - 1]) { start += 1 }
        }
        return Array(lines[line][start..<end])
    }

    private func isNext(_ word: WordReading, to before: WordReading) -> Bool {
        word.box.x - (before.box.x + before.box.width) < 1.5 * before.box.height
    }

    /// The least sure word's; a name with a sign that names do not have was not read, whatever the reader says.
    private func confidence(of name: DocumentFields.Name, _ found: Value) -> Double {
        let least = found.words.map(\.confidence).min() ?? 0
        guard [.surname, .givenNames, .fullName].contains(name) else { return least }
        let isName = found.value.allSatisfy { $0.isLetter || " -'’.,".contains($0) }
        return isName ? least : min(least, 0.5)
    }

    /// What stands under a label in the next two lines: words that start at the label or right of its start, up to the next
    /// gap; a line that is all labels is passed over.
    private func below(_ label: [WordReading], index: Int, labels: [[PrintedLabels.Found]]) -> [[WordReading]] {
        guard let box = PixelBox(around: label.map(\.box)) else { return [] }
        return lines.indices.dropFirst(index + 1).prefix(4).compactMap { next -> [WordReading]? in
            let labelled = labels[next].reduce(into: Set<Int>()) { $0.formUnion($1.words) }
            var words: [WordReading] = []
            for (position, word) in lines[next].enumerated() where !labelled.contains(position) {
                let gap = word.box.y - (box.y + box.height)
                guard gap > -box.height / 2, gap < 3.5 * box.height, word.box.x + word.box.width > box.x - box.height
                else { continue }
                if let last = words.last {
                    guard word.box.x - (last.box.x + last.box.width) < 2 * word.box.height else { break }
                } else {
                    guard word.box.x < box.x + box.width + box.height else { break }
                }
                words.append(word)
            }
            return words.isEmpty ? nil : words
        }
    }

    private typealias Value = (value: String, words: [WordReading])

    private func value(of name: DocumentFields.Name, in words: [WordReading]) -> Value? {
        guard !words.isEmpty else { return nil }
        switch name {
        case .dateOfBirth, .expiry:
            let kind: PrintedDate.Kind = name == .expiry ? .expiry : .birth
            guard let found = PrintedDate.first(in: words.map(\.text), kind: kind, order: order, asOf: asOf)
            else { return nil }
            if kind == .birth, found.date > asOf { return nil }
            return (found.date.description, Array(words[found.words]))
        case .documentNumber, .personalNumber:
            return number(in: words)
        case .surname, .givenNames, .fullName:
            let names = words.prefix { word in
                !word.text.contains(where: \.isNumber) && word.text.contains(where: \.isLetter)
            }
            return names.isEmpty ? nil : (Self.joined(names), Array(names))
        case .sex:
            guard let word = words.first(where: { ["M", "F", "X"].contains(PrintedLabels.normalised($0.text)) })
            else { return nil }
            return (PrintedLabels.normalised(word.text), [word])
        case .nationality, .issuingState:
            guard
                let word = words.first(where: {
                    $0.text.utf8.count == 3 && $0.text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
                })
            else { return nil }
            return (word.text, [word])
        case .documentType:
            return nil
        }
    }

    /// A number has at least five characters and a digit; one that is printed in groups is put together.
    private func number(in words: [WordReading]) -> Value? {
        var taken: [WordReading] = []
        for word in words {
            let text = PrintedLabels.normalised(word.text)
            guard text.contains(where: \.isNumber) || taken.isEmpty && text.utf8.count <= 3 && text == word.text else {
                break
            }
            taken.append(word)
        }
        let value = taken.map { PrintedLabels.normalised($0.text).split(separator: " ").joined() }.joined()
        return value.utf8.count >= 5 && value.contains(where: \.isNumber) ? (value, taken) : nil
    }

    /// Words without what is printed around them.
    private static func joined(_ words: some Sequence<WordReading>) -> String {
        words.map { word in
            var text = Substring(word.text)
            while let last = text.last, !last.isLetter, last != "." { text.removeLast() }
            while let first = text.first, !first.isLetter { text.removeFirst() }
            return String(text)
        }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func documentType() -> DocumentField? {
        for line in lines {
            let text = " " + PrintedLabels.normalised(line.map(\.text).joined(separator: " ")) + " "
            for (phrase, type) in Self.types where text.contains(" \(phrase) ") {
                let words = line.filter {
                    phrase.split(separator: " ").contains(Substring(PrintedLabels.normalised($0.text)))
                }
                return DocumentField(
                    value: type, source: .text, confidence: words.map(\.confidence).min() ?? 0, side: side,
                    box: PixelBox(around: words.map(\.box)))
            }
        }
        return nil
    }

    private static let types: [(String, String)] = [
        ("PASSPORT", "passport"), ("PASSEPORT", "passport"), ("REISEPASS", "passport"), ("PASAPORTE", "passport"),
        ("PASSAPORTO", "passport"), ("PASSAPORTE", "passport"), ("PASPOORT", "passport"), ("PASZPORT", "passport"),
        ("DRIVING LICENCE", "driving_licence"), ("DRIVER LICENSE", "driving_licence"),
        ("DRIVERS LICENSE", "driving_licence"),
        ("DRIVERS LICENCE", "driving_licence"), ("DRIVER LICENCE", "driving_licence"),
        ("PERMIS DE CONDUIRE", "driving_licence"),
        ("FUHRERSCHEIN", "driving_licence"), ("FUEHRERSCHEIN", "driving_licence"),
        ("PERMISO DE CONDUCCION", "driving_licence"),
        ("PATENTE DI GUIDA", "driving_licence"), ("CARTA DE CONDUCAO", "driving_licence"),
        ("RIJBEWIJS", "driving_licence"),
        ("RESIDENCE PERMIT", "residence_permit"), ("TITRE DE SEJOUR", "residence_permit"),
        ("AUFENTHALTSTITEL", "residence_permit"), ("PERMISO DE RESIDENCIA", "residence_permit"),
        ("PERMESSO DI SOGGIORNO", "residence_permit"), ("IDENTITY CARD", "id_card"), ("IDENTIFICATION CARD", "id_card"),
        ("CARTE NATIONALE DIDENTITE", "id_card"), ("CARTE DIDENTITE", "id_card"), ("PERSONALAUSWEIS", "id_card"),
        ("DOCUMENTO NACIONAL DE IDENTIDAD", "id_card"), ("CARTA DIDENTITA", "id_card"),
        ("CARTAO DE CIDADAO", "id_card"),
        ("IDENTITEITSKAART", "id_card"), ("DOWOD OSOBISTY", "id_card"), ("CARTE DE IDENTITATE", "id_card"),
        ("VISA", "visa"),
    ]
}

extension Box {
    /// The smallest box around others; nil when there are none.
    init?(around boxes: [Box]) {
        guard let left = boxes.map(\.x).min(), let top = boxes.map(\.y).min(),
            let right = boxes.map({ $0.x + $0.width }).max(), let bottom = boxes.map({ $0.y + $0.height }).max()
        else { return nil }
        self.init(x: left, y: top, width: right - left, height: bottom - top)
    }
}
