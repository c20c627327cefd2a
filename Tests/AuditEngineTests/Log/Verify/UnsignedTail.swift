import Testing

/// Leaves behind the newest checkpoint of an export, and the exit status of both verifiers.
struct UnsignedTail: CustomTestStringConvertible, Sendable {
    var name: String
    var leaves: [String]
    var status: Int32
    var testDescription: String { name }

    /// A run.
    static let run =
        #"{"calibrations":[],"columns":"","id":1,"key":"","manifest":"","models":[],"policy":"","rows":1,"size":0,"#
        + #""started":"","tool":"","type":"run","version":1}"#
    /// A decision of the run at a place.
    static func decision(_ run: Int) -> String {
        #"{"commitment":"","evidence":"","outcome":"approved","reasons":[],"row":1,"run":\#(run),"scores":[],"#
            + #""type":"decision","version":1}"#
    }
    /// The end of the run at the second place.
    static func end(_ counts: String) -> String {
        #"{"counts":\#(counts),"finished":"","run":1,"type":"end","version":1}"#
    }

    /// The first leaf is a run that has ended, and is signed; what follows is not.
    static let all = [
        UnsignedTail(name: "nothing", leaves: [], status: 0),
        UnsignedTail(name: "a run under way", leaves: [run, decision(3)], status: 0),
        UnsignedTail(name: "a decision of a run that has ended", leaves: [decision(1)], status: 1),
        UnsignedTail(name: "a decision of no run", leaves: [decision(0)], status: 1),
        UnsignedTail(
            name: "an end", leaves: [run, #"{"counts":{},"finished":"","run":3,"type":"end","version":1}"#], status: 1),
        UnsignedTail(name: "a withdrawal", leaves: [run, #"{"run":3,"type":"withdrawal","version":1}"#], status: 1),
        UnsignedTail(
            name: "an erasure",
            leaves: [#"{"cause":"","decisions":[],"evidence":"","time":"","type":"erasure","version":1}"#], status: 1),
        UnsignedTail(
            name: "a disclosure",
            leaves: [#"{"profile":"","requests":1,"run":1,"time":"","type":"disclosure","version":1}"#], status: 1),
        UnsignedTail(name: "two spellings of one outcome", leaves: [end("{\"e\u{301}\":1,\"\u{E9}\":1}")], status: 1),
        UnsignedTail(name: "another spelling of an ASCII outcome", leaves: [end("{\"\u{212A}\":1}")], status: 1),
        UnsignedTail(name: "an outcome twice", leaves: [end(#"{"a":1,"a":1}"#)], status: 1),
    ]
}
