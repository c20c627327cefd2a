/// The five layouts of machine-readable zones.
public enum MRZFormat: String, Codable, Sendable, CaseIterable {
    /// Cards of the size of a bank card, three lines of 30 (Doc 9303-5).
    case td1 = "TD1"
    /// Larger cards, two lines of 36 (Doc 9303-6).
    case td2 = "TD2"
    /// Passports, two lines of 44 (Doc 9303-4).
    case td3 = "TD3"
    /// Visas of a passport page's size, two lines of 44 (Doc 9303-7).
    case mrvA = "MRV-A"
    /// Smaller visas, two lines of 36 (Doc 9303-7).
    case mrvB = "MRV-B"

    /// How many lines it has.
    public var lineCount: Int { self == .td1 ? 3 : 2 }

    /// How many characters a line has.
    public var lineLength: Int {
        switch self {
        case .td1: 30
        case .td2, .mrvB: 36
        case .td3, .mrvA: 44
        }
    }
}
