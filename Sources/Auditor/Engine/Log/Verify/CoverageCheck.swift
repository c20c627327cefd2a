/// What no checkpoint covers is only what a run under way may have added: its own leaf, its decisions and their enrolments. Everything else
/// is signed in the moment after it is written, so without a signature it is a forgery, the rest of a log whose
/// checkpoints were removed, or what a kill left in that moment.
struct CoverageCheck {
    /// Leaves of runs that have neither ended nor been withdrawn.
    private var open: Set<Int> = []
    /// The newest decision's leaf, when it belongs to such a run.
    private var underWay: Int?
    /// What is wrong with the leaves since the newest checkpoint, should none follow.
    private var doubtful: [LogFinding] = []

    /// A checkpoint of all leaves so far holds.
    mutating func cover() { doubtful = [] }

    /// Takes the next leaf.
    mutating func add(_ leaf: LogLeaf, at index: Int) {
        switch leaf {
        case .run: open.insert(index)
        case .decision(let leaf):
            underWay = open.contains(leaf.run) ? index : nil
            if underWay == nil {
                doubtful.append(
                    LogFinding(
                        .endNotCovered, leaf: index,
                        "a decision stands behind the newest checkpoint and belongs to no run that is under way"))
            }
        case .end(let leaf):
            open.remove(leaf.run)
            doubt(index, "a run has ended")
        case .withdrawal(let leaf):
            open.remove(leaf.run)
            doubt(index, "a run was withdrawn")
        case .erasure: doubt(index, "personal data was erased")
        case .disclosure: doubt(index, "personal data was disclosed")
        case .enrolment(let leaf):
            if leaf.decision == nil || leaf.decision != underWay { doubt(index, "somebody was enrolled") }
        case .revocation: doubt(index, "a subject was revoked")
        case .list: doubt(index, "a list was changed")
        }
    }

    private mutating func doubt(_ index: Int, _ what: String) {
        doubtful.append(
            LogFinding(
                .endNotCovered, leaf: index,
                "\(what), and no checkpoint covers it: either it is not signed yet, because a kill came between, and any "
                    + "command that opens the database with its keys signs it; or this was written by somebody without "
                    + "the signing key, or checkpoints were removed"))
    }

    /// Ends the reading.
    /// - Parameter pinned: whether the key was given, and not believed because the log names it.
    func finish(pinned: Bool, into result: inout LogVerification) {
        for finding in doubtful { result.add(finding) }
        if pinned, result.checkpoints == 0 {
            result.add(LogFinding(.unsigned, "nothing of this log is signed by the key that was given"))
        }
    }
}
