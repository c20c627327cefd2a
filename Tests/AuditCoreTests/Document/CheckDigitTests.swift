import AuditCore
import Testing

@Suite struct CheckDigitTests {
    @Test(
        "The worked examples of ICAO Doc 9303",
        arguments: [
            ("520727", 3), ("AB2134<<<", 5), ("L898902C3", 6), ("740812", 2), ("120415", 9), ("ZE184226B<<<<<", 1),
            ("L898902C<", 3), ("L8988901C", 4), ("D231458907", 6), ("D23145890734", 9), ("HA672242<", 6),
            ("L8989O2C3", 0), ("HA672242<658022549601086<<<<<<<<<<<<<<0", 8), ("", 0),
        ])
    func workedExamples(text: String, digit: Int) {
        #expect(CheckDigit.icao(Substring(text)) == digit)
    }

    @Test func everySingleWrongCharacterIsFoundUnlessItsClassIsTheRightOnes() {
        let classes = ["0AKU<", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT"]
        let line = Array("L898902C3")
        let right = CheckDigit.icao(Substring(String(line)))
        for position in line.indices {
            for other in classes.joined() {
                var wrong = line
                wrong[position] = other
                let isSameClass = classes.contains { $0.contains(other) && $0.contains(line[position]) }
                #expect((CheckDigit.icao(Substring(String(wrong))) == right) == isSameClass)
            }
        }
    }
}
