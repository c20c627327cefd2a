/// Every report that a run's output folder gets. To add one, write its file and name it here; a test finds the
/// forgotten ones.
enum BuiltInReports {
    /// In the order in which they are written.
    static let all: [any ReportFormat.Type] = [
        JSONReport.self,
        DecisionsCSV.self,
        HTMLReport.self,
        MailReport.self,
        MetricsReport.self,
    ]
}
