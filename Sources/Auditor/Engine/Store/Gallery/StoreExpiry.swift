import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AuditStore {
    /// Days before its end from which on an entry's expiry is announced.
    static let expiryDays = 14

    /// One sentence for each entry of a list that counts and soon will not.
    func expiryNotices(at time: Date) throws(AuditError) -> [String] {
        let soon = UTCTime.text(time.addingTimeInterval(Double(Self.expiryDays) * 86_400))
        return try listEntries(at: UTCTime.text(time)).compactMap { stored in
            guard let expires = stored.entry.expires, expires <= soon else { return nil }
            return
                "Entry \(stored.id) of the \(stored.entry.list.rawValue) list (\(stored.entry.content.field)) expires on "
                + "\(expires.prefix(10)); `auditor lists show` tells whose it is."
        }
    }
}
