import AuditCore

/// `intake:` what is asked of manifests and requests before they are looked at. Nothing is guessed: a token section names
/// its keys, algorithms, audience and at least one claim, because without any of them a token would prove nothing.
enum IntakeSection {
    static func read(_ value: YAMLValue) throws(AuditError) -> IntakeSettings {
        let mapping = try value.mapping(IntakeSettings.CodingKeys.self)
        return IntakeSettings(
            manifestSignature: try mapping[.manifestSignature].map(manifestSignature),
            token: try mapping[.token].map(token))
    }

    private static func manifestSignature(
        _ value: YAMLValue
    ) throws(AuditError) -> IntakeSettings.ManifestSignature {
        let mapping = try value.mapping(IntakeSettings.ManifestSignature.CodingKeys.self)
        return IntakeSettings.ManifestSignature(
            isRequired: try mapping.require(.isRequired, "true or false").flag(),
            keys: try texts(
                mapping.require(.keys, "a list of verification keys or files"), "verification keys or files"))
    }

    private static func token(_ value: YAMLValue) throws(AuditError) -> IntakeSettings.Token {
        let mapping = try value.mapping(IntakeSettings.Token.CodingKeys.self)
        let listed = try mapping.require(.algorithms, "a list of algorithms")
        var algorithms: [TokenAlgorithm] = []
        for item in try filled(listed, "algorithms") {
            if ["HS256", "HS384", "HS512"].contains(try? item.text()) {
                throw item.expected(
                    "EdDSA, ES256 or RS256 (with a shared secret, who checks a token could also have made it)")
            }
            algorithms.append(try item.choice())
        }
        return IntakeSettings.Token(
            isRequired: try mapping.require(.isRequired, "true or false").flag(),
            keys: try mapping.require(.keys, "the path of a file of keys").text("the path of a file of keys"),
            algorithms: algorithms,
            audience: try mapping.require(.audience, "what `aud` must contain").text(),
            issuer: try mapping[.issuer]?.text(),
            subjectClaims: try subjectClaims(
                mapping.require(.subjectClaims, "a claim for email, phone or subject_id")),
            methods: try mapping[.methods].map { value throws(AuditError) in try texts(value, "methods") } ?? [],
            maxAgeSeconds: try mapping[.maxAgeSeconds]?.integer(1...315_360_000, "whole seconds"),
            types: try mapping[.types].map { value throws(AuditError) in try texts(value, "types") })
    }

    private static func subjectClaims(_ value: YAMLValue) throws(AuditError) -> [String: String] {
        let mapping = try value.mapping(IntakeSettings.SubjectField.self)
        var claims: [String: String] = [:]
        for field in IntakeSettings.SubjectField.allCases {
            claims[field.rawValue] = try mapping[field]?.text("the name of a claim")
        }
        guard !claims.isEmpty else { throw value.expected("a claim for email, phone or subject_id") }
        return claims
    }

    private static func texts(_ value: YAMLValue, _ what: String) throws(AuditError) -> [String] {
        var texts: [String] = []
        for item in try filled(value, what) { texts.append(try item.text()) }
        return texts
    }

    private static func filled(_ value: YAMLValue, _ what: String) throws(AuditError) -> [YAMLValue] {
        let items = try value.list("a list of \(what)")
        guard !items.isEmpty else { throw value.expected("at least one of the \(what)") }
        return items
    }
}
