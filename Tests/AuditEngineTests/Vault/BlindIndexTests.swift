import Testing

@testable import AuditEngine

/// Two ways to write one value have one tag; without the secret there is none.
@Suite struct BlindIndexTests {
    private let secret = KeyedSecret(Array(0..<32))

    @Test(arguments: [
        (BlindIndex.Field.email, "Ana.Silva@Example.ORG", "ana.silva@example.org"),
        (.email, " ana@example.org ", "ana@example.org"),
        (.phone, "+351 (210) 000-000", "351210000000"),
        (.phone, "+351.210.000.000", "351210000000"),
        (.nationalID, "12345678-z", "12345678Z"),
        (.nationalID, "ab 12.34/5", "AB12345"),
        (.nationalID, "e\u{301}1", "\u{C9}1"),
        (.subjectID, "re\u{301}mi-7", "r\u{E9}mi-7"),
        (.subjectID, "S-1", "S-1"),
        (.subjectID, "s-1", "s-1"),
        (.documentNumber, "c01x 00-t47", "C01X00T47"),
        (.deviceID, " iPhone-4711 ", "iPhone-4711"),
        // RFC 5952, section 4.
        (.ipAddress, "2001:0DB8:0:0:0:0:0:1", "2001:db8::1"),
        (.ipAddress, "::ffff:192.0.2.1", "192.0.2.1"),
        (.ipAddress, " 203.0.113.77", "203.0.113.77"),
        (.ipAddress, "Not-An-Address", "not-an-address"),
    ])
    func valuesAreComparedInTheirNormalForm(_ field: BlindIndex.Field, _ value: String, _ normal: String) {
        // Bytes, because texts of Swift are equal in every form.
        #expect(BlindIndex.normalised(value, in: field).map { Array($0.utf8) } == Array(normal.utf8))
    }

    @Test(arguments: [(BlindIndex.Field.phone, "none"), (.nationalID, "--/"), (.email, " "), (.subjectID, "")])
    func aValueOfWhichNothingIsLeftHasNoTag(_ field: BlindIndex.Field, _ value: String) {
        #expect(BlindIndex(keyed: secret.digest).tag(value, in: field) == nil)
    }

    /// Computed with Python's hmac: HKDF-SHA256 (no salt) of bytes 00..1f with the purpose, then HMAC-SHA256, cut to 16.
    @Test(arguments: [
        (BlindIndex.Field.email, "Alice@Example.com", "c490624ca6b403b89bcd2d73c7fd2d2c"),
        (.phone, "+351 210 000 000", "16456e103138eb09f2008d38e2715bf9"),
        (.nationalID, "12345678-z", "e5570a9dcfe2a62b401f38c91882dfa5"),
        (.subjectID, "S-1", "e32dc209c0faeafbe329c630d677b65b"),
    ])
    func tagsAreThoseOfAnIndependentComputation(_ field: BlindIndex.Field, _ value: String, _ tag: String) {
        #expect(BlindIndex(keyed: secret.digest).tag(value, in: field) == hexadecimal(tag))
    }

    @Test func fieldsAndSecretsShareNoTag() {
        let other = KeyedSecret(Array(1..<33))
        let tags = BlindIndex.Field.allCases.flatMap { field in
            [secret, other].map { BlindIndex(keyed: $0.digest).tag("123", in: field) }
        }
        #expect(Set(tags).count == 16)
    }
}
