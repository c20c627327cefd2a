/// A place where bytes of strangers come in, with what must hold for any bytes. libFuzzer calls it with bytes of its own
/// making (`make fuzz`), the ordinary suite with those of `Tests/Fuzz/Corpus`.
package struct FuzzSurface: Sendable, CustomStringConvertible {
    /// The name on the command line and of the corpus folder.
    package let id: String
    /// Hands bytes to the code under test. Throws when something does not hold that must.
    package let check: @Sendable ([UInt8]) throws -> Void

    package init(_ id: String, check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.id = id
        self.check = check
    }

    package var description: String { id }

    /// Every surface.
    package static let all: [FuzzSurface] =
        ManifestSurfaces.all + NoteSurfaces.all + TokenSurfaces.all + WireSurfaces.all + [
            FormatsAgreeSurface.surface, InlinePhotoSurface.surface, PolicySurface.surface,
        ]
}

/// What did not hold.
package struct FuzzFinding: Error, CustomStringConvertible {
    package let description: String
}

/// Throws when `condition` is false.
func require(_ condition: Bool, _ what: @autoclosure () -> String) throws(FuzzFinding) {
    if !condition { throw FuzzFinding(description: what()) }
}
