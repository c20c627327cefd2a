public import AuditCore

/// A finished run of any size that holds nothing in memory: each row is drawn from the seed and its number when it is
/// asked for. Every outcome, reason and check state occurs; with `hostile`, every text tries to break out of its format.
public struct GeneratedArchive: RunArchive {
    /// The run.
    public var run: RunRecord
    /// Number of rows.
    public let count: Int
    /// Where all randomness comes from.
    public let seed: UInt64
    /// Whether texts attack the format that they stand in.
    public let hostile: Bool
    /// Draws the aligned face; replaceable, to look at a report with other pictures.
    public var face: @Sendable (_ imageSHA256: String) -> [UInt8]? = { SyntheticFace.any(seed: $0) }

    /// Creates a run of so many requests.
    public init(count: Int, seed: UInt64 = 1, hostile: Bool = false) {
        self.count = count
        self.seed = seed
        self.hostile = hostile
        run = Samples.run(rows: count)
        if hostile {
            var random = SplitMix(seed: seed)
            run.notices.append(HostileText.make(&random))
            run.mail?.organisation = HostileText.make(&random)
        }
    }

    /// Calls the body for every decision with one of these outcomes.
    public func forEachDecision(_ outcomes: Set<Outcome>, _ body: (DecisionRecord) throws -> Void) throws {
        guard count > 0 else { return }
        for row in 1...count {
            // The outcome is drawn first, so that a row that is not wanted costs nothing.
            guard outcomes.contains(DecisionGenerator(seed: seed, row: row).outcome) else { continue }
            try body(make(row))
        }
    }

    /// The personal fields of a row.
    public func personalData(row: Int) throws -> PersonalData {
        var random = SplitMix(seed: seed ^ (UInt64(row) << 20))
        return Samples.person(row: row, &random, hostile: hostile)
    }

    /// The face on a photo.
    public func faceCrop(imageSHA256: String, matcher: String) throws -> [UInt8]? { face(imageSHA256) }

    /// Calls the body with every row: all outcomes are notified.
    public func forEachNotification(_ body: (Int) throws -> Void) throws {
        guard count > 0 else { return }
        for row in 1...count { try body(row) }
    }

    /// The decision of a row.
    public func decision(row: Int) throws -> DecisionRecord? {
        (1...max(count, 1)).contains(row) && count > 0 ? make(row) : nil
    }

    private func make(_ row: Int) -> DecisionRecord {
        var generator = DecisionGenerator(seed: seed, row: row)
        var decision = generator.decision()
        if hostile {
            decision.requestID = HostileText.make(&generator.random)
            decision.kind = HostileText.make(&generator.random)
            decision.subjectID = HostileText.make(&generator.random)
            for index in decision.reasons.indices {
                decision.reasons[index].detail = HostileText.make(&generator.random)
            }
            for index in decision.checks.indices {
                decision.checks[index].cause = HostileText.make(&generator.random)
            }
        }
        return decision
    }
}
