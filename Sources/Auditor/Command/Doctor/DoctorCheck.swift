/// One area that `auditor doctor` looks at. A check changes nothing, takes no lock, and answers whatever is missing.
protocol DoctorCheck: Sendable {
    /// Stable lower-case name; every finding's id begins with it and a dot.
    var name: String { get }

    /// Looks. Never empty: what could not be looked at is a finding too.
    func findings(_ subject: DoctorSubject) async -> [Finding]
}

/// The checks that come with this program.
enum DoctorChecks {
    /// In the order in which they run and are printed. A new check is a file in `Checks/` and one line here; a test finds
    /// a file that is missing.
    static let all: [any DoctorCheck] = [
        InstallationCheck(),
        ModelsCheck(),
        PolicyCheck(),
        LibrariesCheck(),
        MatchersCheck(),
        DocumentsCheck(),
        SandboxCheck(),
        DatabaseCheck(),
        PermissionsCheck(),
        KeysCheck(),
        OutputCheck(),
        DiskCheck(),
        ClockCheck(),
        SettingsCheck(),
    ]
}
