import AuditCore
import GRDB

/// Level 3 for the gallery: of each subject and each entry of a list, the tables say what its newest leaf says, nothing is
/// there that no leaf is about, and what was erased is blank.
struct GalleryCheck {
    private var subjects: [Int: Newest] = [:]
    private var entries: [Int: Newest] = [:]

    /// What the newest leaf about something says.
    private struct Newest {
        var leaf: Int
        var evidence: String
        /// The newest enrolment's leaf.
        var enrolled = 0
        var isGone = false
    }

    /// - Parameter follows: whether the leaf before is a decision's.
    mutating func add(_ leaf: EnrolmentLeaf, _ index: Int, follows: Bool, into result: inout LogVerification) {
        let isPlaced = leaf.decision == nil || (follows && leaf.decision == index - 1)
        guard isPlaced, ["enrol", "replace"].contains(leaf.cause), subjects[leaf.subject]?.isGone != true else {
            return result.add(LogFinding(.leafInvalid, leaf: index, "an enrolment is not where it belongs"))
        }
        subjects[leaf.subject] = Newest(leaf: index, evidence: leaf.evidence, enrolled: index)
    }

    mutating func add(_ leaf: RevocationLeaf, _ index: Int, into result: inout LogVerification) {
        guard var known = subjects[leaf.subject], !known.isGone else {
            return result.add(LogFinding(.leafInvalid, leaf: index, "a revocation is about nobody who is enrolled"))
        }
        (known.leaf, known.evidence) = (index, leaf.evidence)
        subjects[leaf.subject] = known
    }

    mutating func add(_ leaf: ListLeaf, _ index: Int, into result: inout LogVerification) {
        let isThere = entries[leaf.entry].map { !$0.isGone }
        let fits = leaf.cause == "add" ? isThere == nil : leaf.cause == "remove" && isThere == true
        guard fits, ["block", "allow"].contains(leaf.list) else {
            return result.add(LogFinding(.leafInvalid, leaf: index, "a list's entry is not where it belongs"))
        }
        entries[leaf.entry] = Newest(leaf: index, evidence: leaf.evidence, isGone: leaf.cause == "remove")
    }

    mutating func erase(_ erased: [Int], _ index: Int, into result: inout LogVerification) {
        for subject in erased {
            guard var known = subjects[subject], !known.isGone else {
                result.add(LogFinding(.leafInvalid, leaf: index, "an erasure is about nobody who is enrolled"))
                continue
            }
            (known.leaf, known.isGone) = (index, true)
            subjects[subject] = known
        }
    }

    /// Holds the tables against the leaves, after the last of them.
    func finish(_ database: Database, into result: inout LogVerification) throws {
        try checkSubjects(database, &result)
        try checkEntries(database, &result)
    }

    private func checkSubjects(_ database: Database, _ result: inout LogVerification) throws {
        var seen = 0
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM subject ORDER BY id")
        while let row = try rows.next() {
            var columns = SubjectColumns(row)
            columns.enrolments = try SubjectColumns.EnrolmentColumns.fetch(subject: columns.id, database)
            guard let newest = subjects[Int(columns.id)] else {
                result.add(LogFinding(.recordMissing, "subject \(columns.id) is in no leaf of the log"))
                continue
            }
            seen += 1
            if newest.isGone, !columns.isBlank || columns.leaf != newest.enrolled {
                result.add(
                    LogFinding(
                        .erasureMismatch, leaf: newest.leaf,
                        "an erasure was logged, but something of subject \(columns.id) is there"))
            } else if !newest.isGone, columns.evidence != newest.evidence {
                result.add(
                    LogFinding(
                        .recordMismatch, leaf: newest.leaf,
                        "subject \(columns.id) or one of its templates was changed after it was logged"))
            }
        }
        if seen < subjects.count {
            result.add(LogFinding(.recordMissing, "\(subjects.count - seen) subjects are not in the database"))
        }
    }

    private func checkEntries(_ database: Database, _ result: inout LogVerification) throws {
        var seen = 0
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM list_entry ORDER BY id")
        while let row = try rows.next() {
            let columns = ListColumns(row)
            guard let newest = entries[Int(columns.id)] else {
                result.add(LogFinding(.recordMissing, "entry \(columns.id) of a list is in no leaf of the log"))
                continue
            }
            seen += 1
            if columns.evidence != newest.evidence || columns.leaf != newest.leaf {
                result.add(
                    LogFinding(
                        .recordMismatch, leaf: newest.leaf,
                        "entry \(columns.id) of a list was changed after it was logged"))
            }
        }
        if seen < entries.count {
            result.add(LogFinding(.recordMissing, "\(entries.count - seen) entries of lists are not in the database"))
        }
    }
}
