public import AuditEngine

extension MasterKey {
    /// The master key of stores that a test makes: the same within a process, so that a store can be opened again.
    public static let testing = MasterKey()
}
