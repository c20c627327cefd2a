import AuditCore
import Testing

@Suite struct MRZDatesTests {
    @Test(
        "A birth date is never in the future",
        arguments: [
            ("740812", "2012-01-01", "1974-08-12"), ("120101", "2012-01-01", "2012-01-01"),
            ("120102", "2012-01-01", "1912-01-02"), ("000229", "2012-01-01", "2000-02-29"),
            ("7408<<", "2012-01-01", "1974-08"),
            ("74<<<<", "2012-01-01", "1974"), ("<<<<<<", "2012-01-01", ""), ("740800", "2012-01-01", "1974-08"),
            ("1201<<", "2012-01-01", "2012-01"), ("1202<<", "2012-01-01", "1912-02"),
        ])
    func births(text: String, asOf: String, value: String) {
        #expect(MRZDates.birth(text, asOf: MRZSpecimens.date(asOf)) == value)
    }

    @Test(
        "An expiry is taken from the hundred years from fifty years ago",
        arguments: [
            ("120415", "2012-01-01", "2012-04-15"), ("120415", "2024-01-01", "2012-04-15"),
            ("611231", "2012-01-01", "2061-12-31"), ("620101", "2012-01-01", "1962-01-01"),
            ("<<<<<<", "2012-01-01", ""),
        ])
    func expiries(text: String, asOf: String, value: String) {
        #expect(MRZDates.expiry(text, asOf: MRZSpecimens.date(asOf)) == value)
    }

    @Test("What is no date", arguments: ["741301", "740230", "74081", "74AB12", "74<<12", "7<0812"])
    func noDates(text: String) { #expect(MRZDates.birth(text, asOf: MRZSpecimens.asOf) == nil) }

    @Test(
        "Full years",
        arguments: [
            ("2000-02-29", "2018-02-28", 17), ("2000-02-29", "2018-03-01", 18), ("2000-06-15", "2018-06-15", 18),
            ("2000-06-15", "2018-06-14", 17),
        ])
    func ages(birth: String, day: String, years: Int) {
        #expect(MRZSpecimens.date(birth).fullYears(until: MRZSpecimens.date(day)) == years)
    }
}
