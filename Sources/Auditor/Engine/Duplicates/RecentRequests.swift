import AuditCore

/// The requests that this start of a run decided, by what they say. In memory only.
struct RecentRequests {
    private var byValue: [String: [SharingRequest]] = [:]
    private var byPerson: [String: [Int64]] = [:]

    /// Adds a request.
    /// - Parameter subjectID: What its decision says of it, and the store after it.
    mutating func add(_ open: OpenRequest, _ keys: PersonKeys, subjectID: String, _ decision: Int64) {
        let request = open.seen
        let entry = SharingRequest(
            decision: decision, requestID: request.requestID, kind: request.kind.rawValue)
        for field in VelocitySettings.fields {
            guard let value = field.value(subjectID: subjectID, request.personal),
                let key = Self.key(value, field)
            else { continue }
            byValue[key, default: []].append(entry)
        }
        for sha256 in Set(open.sights.compactMap(\.record.sha256)) {
            if let key = Self.key(sha256, .photo) { byValue[key, default: []].append(entry) }
        }
        note(keys, decision)
    }

    /// Takes up who the rows of a run are from that an earlier start decided: of names there are no tags in the store.
    mutating func load(_ run: RunRecord, from store: AuditStore) throws(AuditError) {
        do {
            try store.eachRequest(since: run.started) { request in
                guard request.run == run.id, let data = try store.requestData(decision: request.decision) else {
                    return
                }
                note(Person(request, subjectID: data.subjectID, data.personal).keys, request.decision)
            }
        } catch let error as AuditError {
            throw error
        } catch {
            throw AuditError(.databaseInvalid, "the requests of the run cannot be read: \(error)")
        }
    }

    private mutating func note(_ keys: PersonKeys, _ decision: Int64) {
        for (kind, value) in keys.all { byPerson["\(kind.rawValue) \(value)", default: []].append(decision) }
    }

    /// The requests that have a value, oldest first.
    func sharing(_ value: String, _ field: BlindIndex.Field) -> [SharingRequest] {
        Self.key(value, field).flatMap { byValue[$0] } ?? []
    }

    /// The requests that have one of a person's keys.
    func people(_ keys: PersonKeys) -> Set<Int64> {
        Set(
            keys.all.flatMap {
                byPerson["\($0.kind.rawValue) \($0.value)", default: []].suffix(DuplicateWatch.mostLinks)
            })
    }

    private static func key(_ value: String, _ field: BlindIndex.Field) -> String? {
        BlindIndex.normalised(value, in: field).map { "\(field.rawValue) \($0)" }
    }
}
