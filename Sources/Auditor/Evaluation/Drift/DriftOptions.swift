/// When drift is called.
public struct DriftOptions: Equatable, Sendable {
    /// At most this chance that a night without any change has an alarm.
    public var alarmRate = 0.01
    /// A run with fewer values of a figure says nothing about it.
    public var leastValues = 50
    /// Runs before it with fewer values in all are no reference.
    public var leastReference = 100
    /// A measured figure matters when its distribution functions are this far apart: one request in ten has moved.
    public var leastGap = 0.1
    /// A share matters when it has changed by this factor, up or down,
    public var leastRatio = 1.5
    /// and by this many points at least,
    public var leastDifference = 0.005
    /// or by so many points, whatever the factor.
    public var largeDifference = 0.05
    /// Version of the program, for the record.
    public var toolVersion: String

    /// Creates the options.
    public init(toolVersion: String) { self.toolVersion = toolVersion }
}
