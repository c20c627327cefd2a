@testable import AuditEngine

/// Published keys, notes and a proof; Python's cryptography and openssl accept them too.
enum NoteVectors {
    /// The test key of Tessera's conformance log, public on purpose.
    static let seed = MerkleVectors.bytes("eca663f499017d2365c27c7a7679158d43cfec1330bdb259290afbd0d21777a0")
    static let origin = "example.com/log/testdata"
    static let verifier = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"

    /// The proof of leaf 5 in the tree of `MerkleVectors`.
    static let proof = """
        c2sp.org/tlog-proof@v1
        index 5
        vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=
        yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=
        037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=


        """ + checkpoint

    static let checkpoint = """
        example.com/log/testdata
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — example.com/log/testdata \
        M9e0loRVkEPcM/dTSb6Mjv4p+ddtWVs8jOuTljfuDAFhvGTLRlsxA/U6MghQ8dOdcWU9wylzFS3B9MbyqXOzmNpbmwM=

        """

    /// C2SP's example of a note by another key.
    static let otherVerifier = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    static let otherNote = """
        This is an example message.

        — example.com/foo \
        Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """

    /// The signature line of the checkpoint.
    static var signatureLine: String { String(checkpoint.split(separator: "\n")[3]) + "\n" }
}
