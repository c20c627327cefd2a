import ArgumentParser

/// Option of commands that read print.
struct LanguagesOption: ParsableArguments {
    @Option(help: "Languages of print by Tesseract's names, joined with + or commas.") var languages = "eng"

    /// The names, in the order given.
    var names: [String] { languages.split { $0 == "+" || $0 == "," }.map(String.init) }

    func validate() throws {
        guard (1...8).contains(names.count), Set(names).count == names.count,
            names.allSatisfy({ (2...24).contains($0.utf8.count) && $0.utf8.allSatisfy(Self.isNameByte) })
        else { throw ValidationError("--languages takes one to eight names such as eng+deu.") }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
    }
}
