import AuditCore

/// Made-up runs and people.
enum Samples {
    static func run(rows: Int) -> RunRecord {
        RunRecord(
            id: 7, key: String(repeating: "5e", count: 32), state: .finished, manifestName: "onboarding-2026-03-14.csv",
            manifestSHA256: String(repeating: "a1", count: 32), rows: rows, policyName: "default",
            policySHA256: String(repeating: "b2", count: 32), asOf: "2026-03-14", toolVersion: "0.1.0",
            matchers: [
                MatcherDescriptor(
                    name: "opencv", version: "4.6.0", templateSize: 128, metric: .cosine, confidenceScale: .unit,
                    models: [
                        ModelDigest(
                            file: "face_detection_yunet_2023mar.onnx", sha256: String(repeating: "c3", count: 32)),
                        ModelDigest(
                            file: "face_recognition_sface_2021dec.onnx", sha256: String(repeating: "d4", count: 32)),
                    ]),
                MatcherDescriptor(
                    name: "dlib", version: "19.24", templateSize: 128, metric: .euclidean, confidenceScale: .score,
                    models: [
                        ModelDigest(
                            file: "dlib_face_recognition_resnet_model_v1.dat",
                            sha256: String(repeating: "e5", count: 32))
                    ]),
            ],
            calibrations: [
                CalibrationRecord(
                    file: "lfw-view1.json", sha256: String(repeating: "f6", count: 32), toolVersion: "0.1.0",
                    sample: Calibration.Sample(
                        file: "subjects.csv", sha256: String(repeating: "07", count: 32), format: "subjects",
                        images: 4992, subjects: nil), faceChoice: .central)
            ],
            notices: [
                "Matcher openvino failed its self-test on the known mated pair and was not used in this run."
            ],
            started: "2026-03-14T02:00:04Z", finished: "2026-03-14T02:17:39Z",
            mail: MailSettings(
                organisation: "Example Bank", from: "identity@example.org", replyTo: "help@example.org",
                reviewers: ["reviewers@example.org", "night.desk@example.org"]), measurements: measurements)
    }

    /// What such a run could have measured: a thousandth of a second more each time.
    private static var measurements: RunMeasurements {
        var measurements = RunMeasurements()
        measurements.workSeconds = 1000
        for count in 1...200 {
            let seconds = Double(count) / 1000
            measurements.add(.request, seconds: 4 * seconds)
            measurements.add(.read, seconds: seconds / 10)
            for matcher in ["opencv", "dlib"] {
                measurements.add(.extract, matcher: matcher, seconds: 2 * seconds)
                measurements.add(.embed, matcher: matcher, seconds: seconds)
            }
        }
        measurements.photosRead = 400
        measurements.photoBytesRead = 123_456_789
        measurements.scoresReused = ["opencv": 3]
        measurements.workerFailures = ["dlib": 1]
        measurements.mostInWork = 4
        measurements.mostWaiting = 17
        return measurements
    }

    private static let firstNames = [
        "Ada", "Björn", "Chidi", "Daniela", "Élodie", "Farid", "Grace", "Hana", "Ines", "Jürgen", "علی", "美咲",
    ]
    private static let lastNames = [
        "Okafor", "Sørensen", "García Márquez", "O'Brien", "Nowak", "Lindström", "Haddad", "Tanaka", "رضایی", "渡辺",
    ]

    static func person(row: Int, _ random: inout SplitMix, hostile: Bool) -> PersonalData {
        var person = PersonalData()
        let name = "\(random.pick(firstNames)) \(random.pick(lastNames))"
        person.append(name: "full_name", value: hostile ? HostileText.make(&random) : name)
        person.append(name: "email", value: "applicant.\(row)@mail.example.org")
        person.append(name: "national_id", value: "19\(10_000_000 + Int(random.next() % 80_000_000))")
        person.append(name: "date_of_birth", value: "19\(50 + row % 50)-0\(1 + row % 9)-1\(row % 10)")
        person.append(name: "phone", value: "+49 30 \(1_000_000 + Int(random.next() % 8_000_000))")
        if hostile { person.append(name: HostileText.make(&random), value: HostileText.make(&random)) }
        return person
    }
}
