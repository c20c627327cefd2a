/// File names for matchers, whose names may come from a file of somebody's: the name itself where it can be part of a
/// file name on any system, otherwise its place in the list.
struct MatcherFileNames {
    private var names: [String: String] = [:]

    init(_ matchers: [String]) {
        var taken = Set(matchers.filter(Self.isSafe))
        for (index, matcher) in matchers.enumerated() where names[matcher] == nil {
            var name = matcher
            if !Self.isSafe(matcher) {
                name = "matcher-\(index + 1)"
                while taken.contains(name) { name += "-" }
                taken.insert(name)
            }
            names[matcher] = name
        }
    }

    /// The file name's beginning for a matcher.
    subscript(_ matcher: String) -> String { names[matcher] ?? "matcher" }

    private static func isSafe(_ name: String) -> Bool {
        let bytes = name.utf8
        return (1...64).contains(bytes.count)
            && bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
    }
}
