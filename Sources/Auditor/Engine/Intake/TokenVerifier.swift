import AuditCore

/// Checks the tokens of requests: JSON Web Tokens (RFC 7519) as RFC 8725 advises. A pure function of token, row, keys and
/// day, so that the same run again gives the same answer whatever the clock says.
struct TokenVerifier: Sendable {
    let settings: IntakeSettings.Token
    let keys: [WebKey]

    /// What becomes of a request's token.
    /// - Parameter day: The date that stands for today. A token is good that was valid at some second of it: it has not
    ///   expired by 00:00:00 UTC, and was valid and issued before the midnight that ends it.
    func verdict(of request: VerificationRequest, on day: CivilDate) -> IntakeVerdict {
        check(request, on: day).verdict
    }

    /// The same with the id of a token that passed (`jti` of its issuer, RFC 7519 section 4.1.7); nil when it has none.
    func check(_ request: VerificationRequest, on day: CivilDate) -> (verdict: IntakeVerdict, id: String?) {
        guard let token = request.token else {
            guard settings.isRequired else { return (.absent, nil) }
            return (.failed([Reason(.tokenMissing, field: "token")]), nil)
        }
        do throws(Refusal) {
            let claims = try claims(of: token)
            try checkParties(claims)
            try checkTimes(claims, on: day)
            try checkSubject(claims, request)
            try checkMethods(claims)
            return (.passed, try id(claims))
        } catch {
            return (.failed(error.reasons), nil)
        }
    }

    private func id(_ claims: [String: StrictJSON]) throws(Refusal) -> String? {
        guard let claim = claims["jti"] else { return nil }
        guard let id = claim.text else { throw Refusal(.tokenInvalid, "its jti is not a text") }
        return "\(claims["iss"]?.text ?? "")\0\(id)"
    }

    /// Why a token was refused. Says nothing of what the token says.
    private struct Refusal: Error {
        var reasons: [Reason]

        init(_ code: ReasonCode, _ detail: String) { reasons = [Reason(code, field: "token", detail: detail)] }
        init(_ reasons: [Reason]) { self.reasons = reasons }
    }

    private func claims(of token: RequestToken) throws(Refusal) -> [String: StrictJSON] {
        let text = token.secret.utf8
        guard text.count <= WebSignature.maximumBytes else {
            throw Refusal(.tokenInvalid, "it has more than \(WebSignature.maximumBytes) bytes")
        }
        guard let signed = WebSignature(text) else {
            throw Refusal(.tokenInvalid, "it is not a JSON Web Signature in compact form")
        }
        guard settings.algorithms.contains(where: { $0.rawValue == signed.algorithm }) else {
            throw Refusal(.tokenInvalid, "its algorithm is not on the policy's list")
        }
        guard !signed.hasUnknownDemands else {
            throw Refusal(.tokenInvalid, "its header has critical parameters or compression, which no token here needs")
        }
        guard signed.isOfType(settings.types ?? ["JWT"]) else {
            throw Refusal(.tokenInvalid, "it is a token of another type")
        }
        guard signed.isSigned(byOneOf: keys, algorithms: settings.algorithms) else {
            throw Refusal(.tokenInvalid, "its signature is by no key of the policy")
        }
        guard let claims = StrictJSON(signed.payload)?.members else {
            throw Refusal(.tokenInvalid, "its claims are not a JSON object whose keys are all different")
        }
        return claims
    }

    private func checkParties(_ claims: [String: StrictJSON]) throws(Refusal) {
        let audiences = claims["aud"]?.texts ?? claims["aud"]?.text.map { [$0] } ?? []
        guard audiences.contains(where: { Self.equal($0, settings.audience) }) else {
            throw Refusal(.tokenInvalid, "it is for another audience")
        }
        if let issuer = settings.issuer {
            guard let issued = claims["iss"]?.text, Self.equal(issued, issuer) else {
                throw Refusal(.tokenInvalid, "it is by another issuer")
            }
        }
    }

    private func checkTimes(_ claims: [String: StrictJSON], on day: CivilDate) throws(Refusal) {
        let begin = Double(day.secondsSince1970)
        let end = begin + 86_400
        guard let expiry = try time("exp", claims) else {
            throw Refusal(.tokenInvalid, "it does not say when it expires")
        }
        for name in ["nbf", "iat"] {
            if let time = try time(name, claims), time >= end { throw Refusal(.tokenInvalid, "its \(name) is to come") }
        }
        guard expiry > begin else { throw Refusal(.tokenExpired, "it expired before the day of the run") }
        if let age = settings.maxAgeSeconds {
            guard let issued = try time("iat", claims) else {
                throw Refusal(.tokenInvalid, "it does not say when it was issued")
            }
            guard issued + Double(age) > begin else {
                throw Refusal(.tokenExpired, "it was issued more than \(age) s before the day of the run")
            }
        }
    }

    /// Seconds since 1970; nil when the token does not have the claim.
    private func time(_ name: String, _ claims: [String: StrictJSON]) throws(Refusal) -> Double? {
        guard let claim = claims[name] else { return nil }
        // Until the end of the year 9999.
        guard let seconds = claim.number, (0..<253_402_300_800).contains(seconds) else {
            throw Refusal(.tokenInvalid, "its \(name) is not a time")
        }
        return seconds
    }

    private func checkSubject(_ claims: [String: StrictJSON], _ request: VerificationRequest) throws(Refusal) {
        let reasons = IntakeSettings.SubjectField.allCases.compactMap { field -> Reason? in
            guard let name = settings.subjectClaims[field.rawValue] else { return nil }
            let value = field == .subjectID ? request.subjectID : request.personal[field.rawValue]
            return mismatch(field, row: value, name, claims)
                .map { Reason(.tokenMismatch, field: field.rawValue, detail: $0) }
        }
        guard reasons.isEmpty else { throw Refusal(reasons) }
    }

    /// What is wrong with a claim that must equal a field, without either's value; nil when they are equal.
    private func mismatch(
        _ field: IntakeSettings.SubjectField, row: String?, _ name: String, _ claims: [String: StrictJSON]
    ) -> String? {
        guard let row, !row.isEmpty else { return "the row does not have the field" }
        guard let claim = claims[name]?.text, !claim.isEmpty else { return "the token has no claim \(name)" }
        guard let row = SubjectClaim.canonical(row, as: field) else {
            return "the row's \(field.rawValue) is malformed"
        }
        guard let claim = SubjectClaim.canonical(claim, as: field) else { return "the claim \(name) is malformed" }
        guard Self.equal(row, claim) else { return "the claim \(name) says otherwise" }
        // OpenID Connect Core 1.0, section 5.1: `email_verified`, `phone_number_verified`.
        guard let verified = claims[name + "_verified"] else { return nil }
        return verified == .bool(true) ? nil : "the claim \(name) is not verified, as its issuer says"
    }

    private func checkMethods(_ claims: [String: StrictJSON]) throws(Refusal) {
        let methods = claims["amr"]?.texts ?? []
        let missing = settings.methods.filter { wanted in !methods.contains { Self.equal($0, wanted) } }
        guard missing.isEmpty else {
            throw Refusal(.tokenMethodMissing, "its amr lacks \(missing.joined(separator: ", "))")
        }
    }

    /// Equal bytes; `==` of strings would take two spellings of one character for equal.
    private static func equal(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }
}

extension CivilDate {
    /// 00:00:00 UTC of the day in seconds since 1970-01-01, by Hinnant's `days_from_civil`.
    var secondsSince1970: Int {
        // Years from March on, so that the leap day is the last.
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400
    }
}
