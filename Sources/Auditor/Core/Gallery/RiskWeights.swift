/// How groups of duplicates are ranked: what each way of being tied is worth to whoever looks. No probability; an order
/// of work. A face under several identities comes before everything else together.
public enum RiskWeights {
    /// The weight of a way, counted once a group however often it occurs.
    public static func weight(_ kind: GalleryEvidence.Link.Kind) -> Double {
        switch kind {
        case .sameFaceOtherIdentity: 100
        case .samePhoto: 8
        case .nearPhoto: 6
        case .selfieIsDocument: 6
        case .sameNationalID: 5
        case .sameDocumentNumber: 5
        case .sameIdentityOtherFace: 4
        case .sameDevice: 3
        case .samePhone: 2
        case .sameEmail: 2
        case .sameIP: 1
        }
    }

    /// For each identity beyond the first, up to `mostIdentities`.
    public static let identity = 2.0
    /// Identities that are counted.
    public static let mostIdentities = 10

    /// The risk of a group: the weights of the ways that occur in it, and 2 for each identity beyond the first, of at most
    /// 10.
    public static func risk(kinds: Set<GalleryEvidence.Link.Kind>, identities: Int) -> Double {
        let further = Double(max(0, min(identities, mostIdentities) - 1))
        return GalleryEvidence.Link.Kind.allCases.filter(kinds.contains).reduce(further * identity) {
            $0 + weight($1)
        }
    }
}
