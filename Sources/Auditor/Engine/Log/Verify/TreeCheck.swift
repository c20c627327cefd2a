/// Levels 1 and 2 (reliability.md 4): every checkpoint is signed by the log's key, and the leaves, read once in their
/// order, give its root.
struct TreeCheck {
    private let key: NoteVerifier
    private var pending: [Wanted] = []
    private var unstored: [Int] = []
    private var range = CompactRange()
    private var coverage = CoverageCheck()
    private let isPinned: Bool

    /// A checkpoint that is waiting for the leaves to reach its size.
    private struct Wanted {
        var checkpoint: LogCheckpoint
        var isTrusted: Bool
    }

    /// - Parameters:
    ///   - key: the log's public key.
    ///   - stored: the log's own checkpoints.
    ///   - trusted: checkpoints that were kept elsewhere.
    ///   - isPinned: whether the key was given, and not believed because the log names it.
    init(
        key: NoteVerifier, isPinned: Bool, stored: [String], trusted: [String], into result: inout LogVerification
    ) {
        self.key = key
        self.isPinned = isPinned
        var sizes: [Int: LogCheckpoint] = [:]
        var storedSizes: Set<Int> = []
        for (note, isTrusted) in stored.map({ ($0, false) }) + trusted.map({ ($0, true) }) {
            do throws(LogError) {
                let checkpoint = try LogCheckpoint(note: SignedNote(parsing: note.utf8), verifiedBy: key)
                if let other = sizes[checkpoint.size], other != checkpoint {
                    result.add(
                        LogFinding(
                            .forked, leaf: nil,
                            "two signed checkpoints of \(checkpoint.size) leaves have different roots"))
                }
                sizes[checkpoint.size] = checkpoint
                // Whatever is signed is stored before it is shown to anybody.
                if !isTrusted {
                    storedSizes.insert(checkpoint.size)
                } else if !storedSizes.contains(checkpoint.size) {
                    unstored.append(checkpoint.size)
                }
                pending.append(Wanted(checkpoint: checkpoint, isTrusted: isTrusted))
            } catch {
                // What somebody brings along proves nothing of the log by being no checkpoint.
                let saysNothing = isTrusted && !error.isTamperEvidence
                let whose = isTrusted ? "a trusted checkpoint" : "a stored checkpoint"
                result.add(
                    saysNothing
                        ? LogFinding(.unreadable, "what was given to be trusted is no checkpoint of this log: \(error)")
                        : LogFinding(.checkpointInvalid, "\(whose) is not to be believed: \(error)"))
            }
        }
        // The next one is at the end.
        pending.sort { $0.checkpoint.size > $1.checkpoint.size }
    }

    /// Takes the next leaf.
    /// - Returns: what it says; nil when it is not in its form.
    @discardableResult
    mutating func add(_ bytes: [UInt8], into result: inout LogVerification) -> LogLeaf? {
        reach(into: &result)
        let index = range.size
        range.append(MerkleTree.leafHash(bytes))
        guard let leaf = try? LogLeaf(parsing: bytes) else {
            result.add(LogFinding(.leafInvalid, leaf: index, "leaf \(index) is not in its form"))
            return nil
        }
        coverage.add(leaf, at: index)
        return leaf
    }

    /// Holds the tree against the checkpoints of its size, after the last leaf too.
    private mutating func reach(into result: inout LogVerification) {
        while let next = pending.last, next.checkpoint.size == range.size {
            pending.removeLast()
            if next.checkpoint.root == range.root {
                result.checkpoints += 1
                result.uncovered = 0
                coverage.cover()
            } else {
                result.add(
                    LogFinding(
                        .rootMismatch, leaf: nil,
                        "the first \(range.size) leaves are not those that the "
                            + "\(next.isTrusted ? "trusted " : "")checkpoint of this size was signed for"))
            }
        }
        result.uncovered += 1
    }

    /// Ends the reading.
    mutating func finish(into result: inout LogVerification) {
        reach(into: &result)
        result.uncovered -= 1
        result.size = range.size
        result.root = range.root.base64
        for size in unstored where size <= range.size {
            result.add(
                LogFinding(.checkpointInvalid, "the trusted checkpoint of \(size) leaves is not among the stored ones"))
        }
        for missed in pending.reversed() {
            let size = missed.checkpoint.size
            if missed.isTrusted {
                result.add(
                    LogFinding(
                        .rolledBack, leaf: range.size,
                        "the log has \(range.size) leaves, but the trusted checkpoint is of \(size): it was cut or an "
                            + "older copy was put back"))
            } else {
                result.add(
                    LogFinding(
                        .rootMismatch, leaf: range.size,
                        "the log has \(range.size) leaves, but a checkpoint of \(size) is stored: leaves are missing"))
            }
        }
        coverage.finish(pinned: isPinned, into: &result)
    }

    /// The frontier of all that was read.
    var encoded: [UInt8] { range.encoded }
}
