import AuditCore

/// Checks the tokens of a manifest's rows, which must come in the manifest's order, all of them: what a row gets depends on
/// the rows before it and on nothing else.
struct IntakeDesk {
    private let intake: Intake
    private let day: CivilDate
    /// Of the tokens that passed; those that did not could use up somebody else's.
    private var usedIDs = RequestIDSet()

    /// A desk for one pass over a manifest.
    /// - Parameter day: The date that stands for today.
    init(_ intake: Intake, day: CivilDate) {
        self.intake = intake
        self.day = day
    }

    /// What becomes of a row's token.
    mutating func verdict(of row: ManifestRow) -> IntakeVerdict {
        let (verdict, id) = intake.check(row, on: day)
        guard let id, !usedIDs.insert(id) else { return verdict }
        return .failed([Reason(.tokenReused, field: "token", detail: "an earlier row has a token of this id")])
    }
}
