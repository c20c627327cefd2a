import AuditCore

/// Finds drift: one run's figures against those of the runs before it, without any label.
public struct DriftAnalysis {
    let night: NightSummary
    let window: [NightSummary]
    let options: DriftOptions

    /// Prepares an analysis.
    /// - Parameters:
    ///   - night: The run that is looked at.
    ///   - window: The runs before it, oldest first, each about requests of its own.
    public init(_ night: NightSummary, window: [NightSummary], options: DriftOptions) {
        self.night = night
        self.window = window
        self.options = options
    }

    /// Tests every figure.
    public func record() -> DriftRecord {
        let changes = DriftChanges.find(window.map(\.run) + [night.run])
        var findings = figures().compactMap { finding($0) }
        let tested = findings.indices.filter { findings[$0].pValue != nil }
        let adjusted = FamilyOfTests.holm(tested.compactMap { findings[$0].pValue })
        for (index, value) in zip(tested, adjusted) {
            findings[index].adjustedPValue = value
            findings[index].state = state(findings[index])
        }
        for index in findings.indices { findings[index].sentence = DriftWording.sentence(findings[index], options) }
        let order = FigureFinding.State.allCases
        let sorted = findings.enumerated().sorted {
            let states = ($0.element.state, $1.element.state)
            let ranks = (order.firstIndex(of: states.0) ?? 0, order.firstIndex(of: states.1) ?? 0)
            return ranks.0 == ranks.1 ? $0.offset < $1.offset : ranks.0 < ranks.1
        }.map(\.element)
        return DriftRecord(
            toolVersion: options.toolVersion, run: night.run.id, alarm: sorted.contains { $0.state == .alarm },
            conclusions: DriftWording.conclusions(
                sorted, changes: changes, run: night.run.id, window: window.count, options: options),
            alarmRate: options.alarmRate, tests: tested.count, changes: changes, figures: sorted,
            nights: (window + [night]).map(trend))
    }

    /// Every figure that the run or its window has, in a fixed order.
    private func figures() -> [DriftFigure] {
        let all = (window + [night]).reduce(into: Set<DriftFigure>()) {
            $0.formUnion($1.values.keys)
            $0.formUnion($1.counts.keys)
        }
        let kinds: [DriftFigure.Kind] = [.outcome, .reason, .score, .confidence, .quality, .photo]
        return all.filter(isOfThisRun).sorted {
            let ranks = (kinds.firstIndex(of: $0.kind) ?? 0, kinds.firstIndex(of: $1.kind) ?? 0)
            return ranks.0 == ranks.1 ? $0.id < $1.id : ranks.0 < ranks.1
        }
    }

    /// A matcher that the run no longer uses is a change of the policy, and says nothing of its requests.
    private func isOfThisRun(_ figure: DriftFigure) -> Bool {
        guard let matcher = figure.matcher else { return true }
        return night.values[figure] != nil || night.run.matchers.contains { $0.name == matcher }
    }

    private func finding(_ figure: DriftFigure) -> FigureFinding? {
        let comparable = window.filter { DriftChanges.isComparable(figure, $0.run, night.run) }
        let isKnown = comparable.isEmpty && !window.isEmpty
        // What cannot be compared is still shown beside what was.
        let reference = isKnown ? window : comparable
        var finding = FigureFinding(
            id: figure.id, kind: figure.kind, matcher: figure.matcher, state: isKnown ? .knownCause : .notEnough,
            sentence: "", count: 0, referenceCount: 0, referenceNights: reference.count)
        switch figure.kind {
        case .outcome, .reason: share(figure, reference, &finding)
        case .score, .confidence, .quality, .photo: measured(figure, reference, &finding)
        }
        // A reason that none of these runs has says nothing: given the sums, no other table is possible.
        if finding.value ?? 0 == 0, finding.referenceValue ?? 0 == 0, isShare(figure) { return nil }
        if isKnown { (finding.pValue, finding.method) = (nil, nil) }
        return finding
    }

    private func isShare(_ figure: DriftFigure) -> Bool { figure.kind == .outcome || figure.kind == .reason }

    private func isEnough(_ finding: FigureFinding) -> Bool {
        finding.count >= options.leastValues && finding.referenceCount >= options.leastReference
    }

    private func measured(_ figure: DriftFigure, _ reference: [NightSummary], _ finding: inout FigureFinding) {
        let own = night.values[figure] ?? ValueSketch()
        // A night with few values has a summary that varies more than the others'; it counts in the pool.
        let earlier = reference.compactMap { $0.values[figure] }
        var pool = ValueSketch()
        for sketch in earlier { pool.add(sketch) }
        (finding.count, finding.referenceCount, finding.referenceNights) = (own.count, pool.count, earlier.count)
        (finding.value, finding.referenceValue) = (own.quantile(0.5), pool.quantile(0.5))
        guard isEnough(finding) else { return }
        let gap = TwoSample.largestGap(own, pool)
        finding.effect = gap
        finding.stabilityIndex = TwoSample.stabilityIndex(own, reference: pool)
        let pooled = TwoSample.kolmogorovSmirnov(gap: gap, own.count, pool.count)
        let nights = earlier.filter { $0.count >= options.leastValues }
        finding.method = nights.count >= NightTest.leastNights ? .pooledAndNights : .pooled
        finding.pValue = pooled
        if finding.method == .pooledAndNights {
            finding.pValue = max(pooled, NightTest.pValue(own, among: nights, ranks: MidRanks(pool)))
        }
    }

    private func share(_ figure: DriftFigure, _ reference: [NightSummary], _ finding: inout FigureFinding) {
        let (a, n) = (night.counts[figure] ?? 0, night.requests)
        let (b, m) = reference.reduce((0, 0)) { ($0.0 + ($1.counts[figure] ?? 0), $0.1 + $1.requests) }
        (finding.count, finding.referenceCount) = (n, m)
        finding.value = n > 0 ? Double(a) / Double(n) : nil
        finding.referenceValue = m > 0 ? Double(b) / Double(m) : nil
        guard isEnough(finding), let value = finding.value, let before = finding.referenceValue else { return }
        finding.effect = abs(value - before)
        let pooled = Proportions.fisherExact(a, of: n, b, of: m)
        let nights = reference.filter { $0.requests >= options.leastValues }
        finding.method = nights.count >= NightTest.leastNights ? .pooledAndNights : .pooled
        finding.pValue = pooled
        if finding.method == .pooledAndNights {
            let angles = nights.map { Proportions.angle($0.counts[figure] ?? 0, of: $0.requests) }
            finding.pValue = max(pooled, NightTest.pValue(Proportions.angle(a, of: n), among: angles))
        }
    }

    private func state(_ finding: FigureFinding) -> FigureFinding.State {
        guard let value = finding.adjustedPValue, value <= options.alarmRate else { return .steady }
        return matters(finding) ? .alarm : .small
    }

    private func matters(_ finding: FigureFinding) -> Bool {
        let effect = finding.effect ?? 0
        switch finding.kind {
        case .score, .confidence, .quality, .photo: return effect >= options.leastGap
        case .outcome, .reason:
            let (now, before) = (finding.value ?? 0, finding.referenceValue ?? 0)
            let isOften = max(now, before) >= options.leastRatio * min(now, before)
            return effect >= options.largeDifference || effect >= options.leastDifference && isOften
        }
    }
}
