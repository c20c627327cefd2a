import AuditCore

/// Who the enrolled subjects are, by the requests that enrolled them, and with it whether two requests are from one
/// person. Reads a subject when somebody claims it, and all of them only when it must find one by what it is not
/// claimed by; in memory only. What it answers of earlier rows does not depend on when it was read.
final class EnrolledPeople {
    private let store: AuditStore
    /// By the normal form of the customer's id; nil for an id that nobody is enrolled under.
    private var subjects: [String: Subject?] = [:]
    private var index: Index?

    private struct Subject {
        var number: Int64
        var subjectID: String
        /// What the enrolling requests said.
        var requests: PersonKeys
        /// What the record says, which a command may have enrolled.
        var record: PersonKeys
        var username: String?

        var keys: PersonKeys { requests.filled(from: record) }
    }

    /// All subjects, by what they are found by.
    private struct Index {
        var byKey: [String: Set<String>] = [:]
        var byUsername: [String: [Int64: String]] = [:]

        mutating func add(_ id: String, _ subject: Subject) {
            for key in subject.keys.all { byKey[Self.text(key), default: []].insert(id) }
            if let name = subject.username { byUsername[name, default: [:]][subject.number] = id }
        }

        static func text(_ key: (kind: PersonKeys.Kind, value: String)) -> String {
            "\(key.kind.rawValue) \(key.value)"
        }
    }

    init(_ store: AuditStore) { self.store = store }

    /// Takes up a subject that a row has just enrolled, or given one more photo.
    func add(_ enrolment: Enrolment, said keys: PersonKeys) throws(AuditError) {
        guard let id = Self.normalised(enrolment.subjectID) else { return }
        var subject =
            try subject(id)
            ?? Subject(
                number: enrolment.subject, subjectID: enrolment.subjectID, requests: keys, record: keys)
        subject.requests.formUnion(keys)
        if let name = enrolment.username {
            if let old = subject.username { index?.byUsername[old]?[subject.number] = nil }
            subject.username = name
        }
        subjects[id] = subject
        index?.add(id, subject)
    }

    /// A person with all that the record of the claimed subject adds.
    func complete(_ person: Person) throws(AuditError) -> Person {
        var person = person
        if person.subjectID == nil, let name = person.username { person.subjectID = try subjectID(ofUsername: name) }
        guard let id = person.subjectID.flatMap(Self.normalised), let subject = try subject(id) else { return person }
        person.keys = person.keys.joined(with: subject.keys)
        return person
    }

    /// Whether two complete persons are one: by the surest kind of key that both have; without a common kind by a
    /// subject whose record agrees with both in the surest kind that it has in common with each; and of two that say
    /// nothing, whether they are one request.
    func isSame(_ a: Person, _ b: Person) throws(AuditError) -> Bool {
        if a.keys.isComparable(with: b.keys) { return a.keys.isSame(as: b.keys) }
        if !a.requestID.isEmpty, a.requestID == b.requestID { return true }
        guard a.keys.isKnown, b.keys.isKnown else { return false }
        let index = try all()
        let found = Set(a.keys.all.flatMap { index.byKey[Index.text($0), default: []] })
        for id in found {
            guard let subject = try subject(id)?.keys else { continue }
            if subject.isSame(as: a.keys), subject.isSame(as: b.keys) { return true }
        }
        return false
    }

    /// Of several subjects with one name the first that was enrolled.
    private func subjectID(ofUsername name: String) throws(AuditError) -> String? {
        let found = try all().byUsername[name, default: [:]].min { $0.key < $1.key }
        return try found.flatMap { found throws(AuditError) in try subject(found.value)?.subjectID }
    }

    private func all() throws(AuditError) -> Index {
        if let index { return index }
        do {
            try store.eachSubject { stored in
                guard stored.state == .active, let id = Self.normalised(stored.subjectID),
                    !subjects.keys.contains(id)
                else { return }
                subjects[id] = .some(try read(stored))
            }
        } catch let error as AuditError {
            throw error
        } catch {
            throw AuditError(.databaseInvalid, "the subjects cannot be read: \(error)")
        }
        var index = Index()
        for (id, subject) in subjects {
            if let subject { index.add(id, subject) }
        }
        self.index = index
        return index
    }

    private func subject(_ id: String) throws(AuditError) -> Subject? {
        if let known = subjects[id] { return known }
        let stored = try store.subject(tagged: id)
        let found = try stored.flatMap { stored throws(AuditError) in
            stored.state == .active ? try read(stored) : nil
        }
        subjects[id] = .some(found)
        return found
    }

    private func read(_ stored: StoredSubject) throws(AuditError) -> Subject {
        var personal = PersonalData()
        for (field, value) in stored.claims { personal.append(name: field, value: value) }
        let own = PersonKeys(subjectID: stored.subjectID, PersonalData())
        var subject = Subject(
            number: stored.number, subjectID: stored.subjectID, requests: own,
            record: PersonKeys(subjectID: stored.subjectID, personal), username: stored.username)
        for decision in Set(stored.templates.compactMap(\.decision)).sorted() {
            guard let data = try store.requestData(decision: decision) else { continue }
            subject.requests.formUnion(PersonKeys(subjectID: stored.subjectID, data.personal))
        }
        return subject
    }

    private static func normalised(_ id: String) -> String? { BlindIndex.normalised(id, in: .subjectID) }
}
