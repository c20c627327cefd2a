/// Makes sense of the lines of a machine-readable zone.
///
/// Grammar and check digits steer the choice among the characters that the reader offers. All 37 characters stay possible at
/// every place, the improbable ones with the probability that the reader left over, and the sum over *all* readings that
/// satisfy *all* check digits is computed (`MRZChain`). So a repair is made only when it is the only probable reading, and
/// a field is `proven` only when nearly all of that sum has it as it stands:
///
/// - its own check digit holds, and the composite does; its share of all readings that the digits allow is at least 0.999;
/// - every character of it, its check digit's too, had a probability of 0.97 to the reader, or was repaired;
/// - at most one character of it was changed for check digits' sake, and the reader held that one and the one that was
///   read together at least 0.98 probable. In numbers the two must look alike in OCR-B besides (`O`/`0`, `B`/`8`): the composite
///   weighs the characters of a document or personal number exactly as the number's own digit does (both start with 7), so it
///   can never contradict that digit, and one digit alone lets every tenth wrong repair pass. Dates are weighed
///   differently in the composite, which makes it a second witness;
/// - dates are dates.
///
/// Where the composite does not hold, or is illegible, and on visas, which have none, a field is proven only as it was read,
/// without repair, and with every character 0.99 probable: the composite's failure may lie
/// anywhere else (9303 issuers get it wrong, too). Names, states, nationality, sex and optional data are never proven: no digit of
/// their own covers them. What no rule can find is a character that the reader is sure of and that is wrong within its class
/// (`CheckDigit.icao`): `G` for `6` or `K` for `<`. So a number is not proven either when the reader gives such a twin of one
/// of its characters more than 0.0001.
public enum MRZReader {
    /// Interprets lines.
    /// - Parameters:
    ///   - lines: What was read, top to bottom.
    ///   - asOf: The date that stands for today: it tells the century of two-digit years.
    /// - Returns: Nil when no layout has as many lines of about these lengths.
    public static func read(_ lines: [MRZLineReading], asOf: CivilDate) -> MRZ? {
        guard let (format, chosen) = MRZFormat.choose(lines), let found = MRZSearch(format: format, lines: chosen).run()
        else { return nil }
        return MRZAssembly(found, lines: chosen).mrz(asOf: asOf)
    }

    /// Interprets text that is taken as read without doubt, such as typed lines.
    public static func read(text: [String], asOf: CivilDate) -> MRZ? {
        read(
            text.map { line in
                MRZLineReading(
                    box: PixelBox(x: 0, y: 0, width: 0, height: 0),
                    characters: line.map {
                        CharacterReading(candidates: [.init(value: String($0), probability: 1)])
                    })
            }, asOf: asOf)
    }
}

extension MRZFormat {
    /// The layout whose number of lines and lengths fit best, and the lines that it takes.
    static func choose(_ lines: [MRZLineReading]) -> (MRZFormat, [MRZLineReading])? {
        var best: (misfit: Int, format: MRZFormat, lines: [MRZLineReading])?
        for format in [MRZFormat.td3, .td2, .td1] where lines.count >= format.lineCount {
            for start in 0...lines.count - format.lineCount {
                let part = Array(lines[start..<start + format.lineCount])
                let misfits = part.map { abs($0.characters.count - format.lineLength) }
                guard misfits.allSatisfy({ $0 <= MRZAlignment.reach }) else { continue }
                let misfit = misfits.reduce(0, +)
                if misfit < best?.misfit ?? .max { best = (misfit, format, part) }
            }
        }
        guard let best, let first = best.lines[0].characters.first else { return nil }
        // Visas differ from the other documents of their size by their first letter alone.
        let evidence = MRZEvidence(first).probabilities
        let visa = MRZSymbol.index(of: UInt8(ascii: "V")).map { evidence[$0] } ?? 0
        let isVisa = "ACIP".utf8.allSatisfy { byte in MRZSymbol.index(of: byte).map { evidence[$0] < visa } ?? true }
        switch best.format {
        case .td3 where isVisa: return (.mrvA, best.lines)
        case .td2 where isVisa: return (.mrvB, best.lines)
        default: return (best.format, best.lines)
        }
    }
}
