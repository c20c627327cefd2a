/// Letters that are not A-Z and what machine-readable zones write for them (ICAO Doc 9303-3, section 6).
enum ICAOLetters {
    /// Tables A (Latin) and B (Cyrillic), and Greek.
    static let table: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for (letters, written) in rows {
            for scalar in letters.unicodeScalars { table[scalar] = written }
        }
        return table
    }()

    /// Where states and people drop the mark that the table writes out.
    static let simple: [Unicode.Scalar: String] = [
        "Ä": "A", "Å": "A", "Ö": "O", "Ø": "O", "Ü": "U", "Ő": "O", "Ű": "U", "Æ": "A", "Þ": "T", "Ĳ": "Y", "Œ": "O",
    ]

    private static let rows: [(letters: String, written: String)] = [
        ("ÀÁÂÃĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ", "A"), ("Ä", "AE"), ("Æ", "AE"), ("ÅǺ", "AA"), ("ÇĆĈĊČ", "C"), ("ĎĐÐ", "D"),
        ("ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆƏ", "E"), ("ĜĞĠĢ", "G"), ("ĤĦ", "H"), ("ÌÍÎÏĨĪĬĮİIỈỊ", "I"), ("Ĵ", "J"), ("Ķ", "K"),
        ("ĹĻĽĿŁ", "L"),
        ("ÑŃŅŇ", "N"), ("Ŋ", "N"), ("ÒÓÔÕŌŎỌỎỐỒỔỖỘƠỚỜỞỠỢ", "O"), ("ÖØŐ", "OE"), ("Œ", "OE"), ("ŔŖŘ", "R"),
        ("ŚŜŞŠȘ", "S"),
        ("ßẞ", "SS"), ("ŢŤŦȚ", "T"), ("Þ", "TH"), ("ÙÚÛŨŪŬŮŲỤỦƯỨỪỬỮỰ", "U"), ("ÜŰ", "UE"), ("Ŵ", "W"), ("ÝŶŸỲỴỶỸ", "Y"),
        ("ŹŻŽ", "Z"), ("Ĳ", "IJ"),
        ("А", "A"), ("Б", "B"), ("В", "V"), ("ГҐ", "G"), ("Д", "D"), ("ЕЁЭ", "E"), ("Є", "IE"), ("Ж", "ZH"), ("З", "Z"),
        ("ИЙІЫ", "I"), ("Ї", "I"), ("К", "K"), ("Л", "L"), ("М", "M"), ("Н", "N"), ("О", "O"), ("П", "P"), ("Р", "R"),
        ("С", "S"), ("Т", "T"), ("УЎ", "U"), ("Ф", "F"), ("Х", "KH"), ("Ц", "TS"), ("Ч", "CH"), ("Ш", "SH"),
        ("Щ", "SHCH"),
        ("Ъ", "IE"), ("Ь", ""), ("Ю", "IU"), ("Я", "IA"), ("Ђ", "D"), ("Ј", "J"), ("Љ", "LJ"), ("Њ", "NJ"), ("Ћ", "C"),
        ("Џ", "DZ"),
        ("ΑΆ", "A"), ("Β", "V"), ("Γ", "G"), ("Δ", "D"), ("ΕΈ", "E"), ("Ζ", "Z"), ("ΗΉΙΊΪ", "I"), ("Θ", "TH"),
        ("Κ", "K"),
        ("Λ", "L"), ("Μ", "M"), ("Ν", "N"), ("Ξ", "X"), ("ΟΌΩΏ", "O"), ("Π", "P"), ("Ρ", "R"), ("Σ", "S"), ("Τ", "T"),
        ("ΥΎΫ", "Y"), ("Φ", "F"), ("Χ", "CH"), ("Ψ", "PS"),
    ]
}
