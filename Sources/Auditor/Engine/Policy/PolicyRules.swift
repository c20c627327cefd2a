/// The rules that come with this program.
enum PolicyRules {
    /// In the order in which every output lists their checks. A new rule is one line here; a test finds a file in
    /// `Rules/` that is missing.
    static let builtIn: [any PolicyRule] = [
        RequestKindRule(),
        IntakeRule(),
        PhotosProcessedRule(),
        FaceFoundRule(),
        SingleFaceRule(),
        FaceQualityRule(),
        MatchersCompleteRule(),
        FaceComparisonRule(),
        MatcherVetoRule(),
        ClaimedIdentityRule(),
        EnrolmentRule(),
        IdentificationRule(),
        DocumentLegibleRule(),
        DocumentCheckDigitsRule(),
        DocumentExpiryRule(),
        DocumentAgeRule(),
        DocumentTypeRule(),
        DocumentAgreesRule(),
        DocumentMatchesClaimRule(),
        DocumentIssuerRule(),
        DocumentGhostRule(),
        NationalIDCheckDigitRule(),
        DuplicatesRule(),
        VelocityRule(),
        ListsRule(),
    ]
}
