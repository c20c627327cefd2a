import Foundation
import Testing

@testable import AuditEngine

/// When `--finish-by` is. Berlin's clocks skip 02:00-03:00 on 2026-03-29 and show it twice on 2026-10-25 (tz database).
@Suite struct FinishByTests {
    private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test(
        arguments: [
            ("06:00", "2026-01-31T22:00:00Z", "UTC", "2026-02-01T06:00:00Z"),
            ("06:00", "2026-01-31T05:59:59Z", "UTC", "2026-01-31T06:00:00Z"),
            // A time that has passed is tomorrow's, and so is the very moment.
            ("06:00", "2026-01-31T06:00:00Z", "UTC", "2026-02-01T06:00:00Z"),
            ("06:00", "2026-01-31T06:00:01Z", "UTC", "2026-02-01T06:00:00Z"),
            ("23:59:58", "2026-12-31T23:59:59Z", "UTC", "2027-01-01T23:59:58Z"),
            ("00:00", "2026-02-28T12:00:00Z", "UTC", "2026-03-01T00:00:00Z"),
            // Local time, not UTC.
            ("06:00", "2026-01-31T04:00:00Z", "Europe/Berlin", "2026-01-31T05:00:00Z"),
            ("06:00", "2026-07-31T02:00:00Z", "Europe/Berlin", "2026-07-31T04:00:00Z"),
            ("05:30", "2026-01-31T12:00:00Z", "Asia/Kolkata", "2026-02-01T00:00:00Z"),
            // In the gap: the first moment after it. The night is an hour shorter, the day after is as usual.
            ("02:30", "2026-03-28T22:00:00Z", "Europe/Berlin", "2026-03-29T01:00:00Z"),
            ("06:00", "2026-03-28T22:00:00Z", "Europe/Berlin", "2026-03-29T04:00:00Z"),
            // Shown twice: the first, and once that has passed the second.
            ("02:30", "2026-10-24T22:00:00Z", "Europe/Berlin", "2026-10-25T00:30:00Z"),
            ("02:30", "2026-10-25T00:45:00Z", "Europe/Berlin", "2026-10-25T01:30:00Z"),
            ("02:30", "2026-10-25T01:45:00Z", "Europe/Berlin", "2026-10-26T01:30:00Z"),
            ("2026-02-01T06:00:00Z", "2026-01-31T22:00:00Z", "Europe/Berlin", "2026-02-01T06:00:00Z"),
            ("2026-02-01T06:00:00+01:00", "2026-01-31T22:00:00Z", "UTC", "2026-02-01T05:00:00Z"),
        ])
    func isTheNextSuchMoment(text: String, now: String, zone: String, expected: String) throws {
        let timeZone = try #require(TimeZone(identifier: zone))
        let time = try FinishBy(text, now: date(now), timeZone: timeZone)
        #expect(UTCTime.text(time.date) == expected)
        #expect(time.text == text)
    }

    @Test(
        arguments: [
            "", "6:00", "24:00", "06:60", "06:00:60", "06", "06:00:00:00", "0६:00", "six", "-1:00", "+6:00",
            "2026-02-01", "2026-02-01T06:00", "2026-02-30T06:00:00Z", "2026-02-01T06:00:00",
        ])
    func anythingElseIsRefused(text: String) throws {
        let now = try date("2026-01-31T22:00:00Z")
        #expect(throws: FinishBy.Problem.malformed) { try FinishBy(text, now: now, timeZone: .gmt) }
    }

    @Test func aDateAndTimeThatHasPassedIsRefused() throws {
        let now = try date("2026-01-31T22:00:00Z")
        for text in ["2026-01-31T22:00:00Z", "2026-01-31T22:59:59+01:00"] {
            #expect(throws: FinishBy.Problem.past) { try FinishBy(text, now: now, timeZone: .gmt) }
        }
    }

    @Test func theFirstCauseOfAStopIsKept() {
        let stop = StopRequest()
        #expect(!stop.isMade && stop.cause == nil)
        stop.make(.finishBy("06:00"))
        stop.make()
        #expect(stop.isMade && stop.cause == .finishBy("06:00"))
        #expect(stop.cause?.words == "stopped at 06:00 (--finish-by)")
    }
}
