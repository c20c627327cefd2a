import AuditCore

extension DuplicateWatch {
    /// What the store has of earlier requests, and of subjects that no request enrolled.
    struct Seen {
        var faces: [FaceMemory.Face] = []
        var hashes: [(hash: UInt64, decision: Int64)] = []

        mutating func load(
            _ matchers: [MatcherDescriptor], from store: AuditStore, since: String
        ) throws(AuditError) {
            var photos: Set<String> = []
            do {
                for matcher in matchers {
                    let (name, version) = (matcher.name, matcher.templateVersion)
                    var seen: Set<Int64> = []
                    try store.eachSeenFace(matcher: name, version: version, since: since) { face in
                        seen.insert(face.decision)
                        faces.append(FaceMemory.Face(template: face.template, matcher: name, owner: face.decision))
                        if let hash = face.photoHash, photos.insert("\(face.decision) \(hash)").inserted {
                            hashes.append((hash, face.decision))
                        }
                    }
                    try store.eachTemplate(of: name, version: version) { stored in
                        if let decision = stored.decision, seen.contains(decision) { return }
                        faces.append(FaceMemory.Face(template: stored.template, matcher: name, owner: -stored.subject))
                    }
                }
            } catch let error as AuditError {
                throw error
            } catch {
                throw AuditError(.databaseInvalid, "the faces that were seen cannot be read: \(error)")
            }
        }
    }
}
