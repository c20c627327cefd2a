import AuditCore

/// `quality:` and `multiple_faces:` what a face must meet to be judged.
enum QualitySection {
    static func read(_ value: YAMLValue) throws(AuditError) -> Policy.QualityLimits {
        let mapping = try value.mapping(Policy.QualityLimits.CodingKeys.self)
        var limits = Policy.QualityLimits()
        limits.minInterEyeDistance = try mapping[.minInterEyeDistance]?.number(0...100_000, "pixels, 0 or more")
        limits.minDetectorConfidence = try mapping[.minDetectorConfidence]?.number(0...1, "a confidence, 0 to 1")
        limits.minSharpness = try mapping[.minSharpness]?.number(0...1e6, "a variance, 0 or more")
        limits.brightness = try mapping[.brightness].map(range)
        limits.minContrast = try mapping[.minContrast]?.number(0...127.5, "a standard deviation of luma, 0 to 127.5")
        limits.maxYaw = try mapping[.maxYaw]?.number(0...90, "degrees, 0 to 90")
        limits.maxPitch = try mapping[.maxPitch]?.number(0...90, "degrees, 0 to 90")
        limits.maxRoll = try mapping[.maxRoll]?.number(0...180, "degrees, 0 to 180")
        return limits
    }

    static func readMultipleFaces(_ value: YAMLValue) throws(AuditError) -> Policy.MultipleFaces {
        let mapping = try value.mapping(Policy.MultipleFaces.CodingKeys.self)
        return Policy.MultipleFaces(
            minRelativeArea: try mapping.require(.minRelativeArea, "a ratio of areas").number(
                0.01...100, "a ratio of areas, 0.01 to 100"),
            minConfidence: try mapping.require(.minConfidence, "a confidence, 0 to 1").number(
                0...1, "a confidence, 0 to 1"))
    }

    private static func range(_ value: YAMLValue) throws(AuditError) -> [Double] {
        let what = "[darkest, brightest], each a luma of 0 to 255"
        let items = try value.list(what)
        guard items.count == 2 else { throw value.expected(what) }
        let darkest = try items[0].number(0...255, "a luma, 0 to 255")
        let brightest = try items[1].number(darkest...255, "a luma, \(darkest) to 255")
        return [darkest, brightest]
    }
}
