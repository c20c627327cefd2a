import AuditCore

/// Who a request or an enrolled subject says to be. Held in memory only.
struct Person: Sendable {
    /// Empty for a subject.
    var requestID: String
    /// What is said in so many words; what the claimed subject's record adds is `EnrolledPeople`'s to say.
    var keys: PersonKeys
    /// The subject that is claimed, or that a search was approved for.
    var subjectID: String?
    /// The account that is claimed where no subject is.
    var username: String?
    /// Whether somebody asks who they are, or says nothing of it: they cannot be under another name than their own.
    var claimsNobody: Bool

    /// Who a request is from.
    /// - Parameter subjectID: Of an approved search whom it found; otherwise the claim. Empty is none.
    init(
        requestID: String, kind: RequestKind?, subjectID: String?, isApproved: Bool, _ personal: PersonalData
    ) {
        self.requestID = requestID
        let isSearch = kind == .identify
        let subject = subjectID.flatMap { $0.isEmpty || (isSearch && !isApproved) ? nil : $0 }
        self.subjectID = subject
        username = isSearch || subject != nil ? nil : personal["username"]
        keys = PersonKeys(subjectID: subject, personal)
        claimsNobody = isSearch ? !keys.saysWho : !keys.isKnown
    }

    /// Whom a request that is not decided yet claims to be.
    init(claiming request: VerificationRequest) {
        self.init(
            requestID: request.requestID, kind: request.kind, subjectID: request.subjectID, isApproved: false,
            request.personal)
    }

    /// Who a decided request is from.
    init(_ request: DecidedRequest, subjectID: String, _ personal: PersonalData) {
        self.init(
            requestID: request.requestID, kind: request.kind, subjectID: subjectID,
            isApproved: request.outcome == .approved, personal)
    }

    /// An enrolled subject.
    init(_ subject: StoredSubject) {
        var personal = PersonalData()
        for (field, value) in subject.claims { personal.append(name: field, value: value) }
        self.init(requestID: "", kind: nil, subjectID: subject.subjectID, isApproved: false, personal)
    }
}

extension StoredSubject {
    /// What its record says, by the names of the manifest's fields.
    var claims: [(field: String, value: String)] {
        [("full_name", name), ("email", email), ("username", username)].compactMap { field, value in
            value.map { (field, $0) }
        }
    }
}
