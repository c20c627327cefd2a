import AuditCore

extension PolicyDescription {
    /// The description for a terminal: lines without a final line break.
    public var text: String {
        var lines = ["policy \(name)", "  file          \(file)", "  sha256        \(sha256)"]
        if !summary.isEmpty { lines.append("  purpose       \(summary)") }
        lines += ["", "decision"] + decisionLines
        lines += ["", "thresholds, in native units (a tie with approve is a match, a tie with reject is for review)"]
        lines += matchers.flatMap(bandLines)
        lines += ["", "faces (a value on the limit meets it)"] + faceLines
        lines += ["", "limits"] + limitLines
        if let plugins { lines += ["", "plugins"] + plugins.flatMap(pluginLines) }
        if let intake { lines += ["", "intake"] + intakeLines(intake) }
        if let gallery { lines += ["", "gallery"] + galleryLines(gallery) }
        lines += ["", "further checks"]
        lines += FurtherCheck.allCases.map { check in
            line(check.rawValue, checks[check.rawValue].map { $0 == "off" ? "off" : "on, a hit gives \($0)" } ?? "off")
        }
        if let document { lines += ["", "documents"] + documentLines(document) }
        lines += ["", "notifications"] + notificationLines
        lines += ["", "retention"]
        lines.append(
            line(
                "personal data",
                personalDays.map { "\($0) days after the run, by `auditor retain`" } ?? "until it is erased"))
        if !notes.isEmpty { lines += ["", "notes"] + notes.map { "  \($0)" } }
        if !warnings.isEmpty { lines += ["", "warnings"] + warnings.map { "  \($0)" } }
        return lines.joined(separator: "\n")
    }

    private func galleryLines(_ gallery: GallerySettings) -> [String] {
        [
            line("candidates", "the best \(gallery.top) of a search are recorded"),
            line(
                "false alerts",
                "at most \(gallery.alertsANight) expected a night: the more are enrolled, the stricter the threshold"),
            line("searches by", gallery.search ?? "the first matcher that has templates"),
        ]
    }

    private var decisionLines: [String] {
        let order = matchers.filter { $0.part == "deciding" }.map(\.matcher).joined(separator: ", ")
        let veto = matchers.filter { $0.part == "veto" }.map(\.matcher).joined(separator: ", ")
        let meaning =
            switch combine {
            case .primary: "the first that has a score decides"
            case .all: "the worst verdict wins, a missing score makes it a review"
            case .any: "the best verdict wins"
            case .majority: "the verdict of more than half wins, otherwise review"
            }
        return [
            line("combine", "\(combine.rawValue) of \(order): \(meaning)"),
            line("veto", veto.isEmpty ? "none" : "\(veto): an approval becomes a review"),
            line("mismatch", rejects ? "rejected" : "review: a person decides"),
            line("face choice", faceChoice.rawValue),
        ]
    }

    private func bandLines(_ band: Band) -> [String] {
        let alike = band.direction == .similarity ? ">=" : "<="
        let unlike = band.direction == .similarity ? "<" : ">"
        return [
            line(band.matcher, "\(band.metric.rawValue), \(band.metric.inWords); \(band.part)"),
            line("", "approve \(alike) \(band.approve), reject \(unlike) \(band.reject), review between"),
        ] + rateLines("approve", band.approveRate) + rateLines("reject", band.rejectRate) + sourceLines(band)
    }

    private func rateLines(_ threshold: String, _ rate: Rate?) -> [String] {
        guard let rate else { return [] }
        let point = rate.reached
        let subjects = point.fmrCI95Subjects.flatMap { fmr in
            point.fnmrCI95Subjects.map { line("", "  by subject FMR \(interval(fmr)), FNMR \(interval($0))") }
        }
        return [
            line(
                "",
                "\(threshold) at FMR \(share(rate.asked)): tabulated \(share(point.fmrTarget)), reached "
                    + "\(share(point.fmr)) \(interval(point.fmrCI95)), FNMR \(share(point.fnmr)) "
                    + interval(point.fnmrCI95))
        ] + [subjects].compactMap(\.self)
    }

    private func sourceLines(_ band: Band) -> [String] {
        guard let source = band.calibration else {
            return [line("", "source: \(band.source); error rates: not calibrated")]
        }
        let rates = band.approveRate == nil && band.rejectRate == nil ? "; the calibration gives the confidence" : ""
        return [
            line("", "source: \(band.source)\(rates)"),
            line("", "calibration: \(source.path), sha256 \(source.record.sha256)"),
            line(
                "",
                "sample: \(source.record.sample.file), \(source.nonMated) non-mated and \(source.mated) mated "
                    + "comparisons\(source.record.faceChoice.map { ", \($0.rawValue) face" } ?? "")"),
        ]
    }

    /// `0.1 %`, with as many digits as the rate has up to three significant ones.
    private func share(_ value: Double) -> String {
        var digits = 1
        var size = value * 100
        while size > 0, size < 10, digits < 8 {
            size *= 10
            digits += 1
        }
        var text = NumberText.fixed(value * 100, digits: digits)
        while text.hasSuffix("0"), text.contains(".") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text + " %"
    }

    private func interval(_ bounds: [Double]) -> String {
        "[" + bounds.map(share).joined(separator: ", ") + "]"
    }

    private var faceLines: [String] {
        func minimum(_ value: Double?, _ unit: String) -> String? { value.map { "at least \($0) \(unit)" } }
        func maximum(_ value: Double?) -> String? { value.map { "at most \($0) degrees either way" } }
        let limits: [(String, String?)] = [
            ("eye distance", minimum(quality.minInterEyeDistance, "pixels")),
            ("confidence", minimum(quality.minDetectorConfidence, "(detectors with a scale of 0 to 1)")),
            ("sharpness", minimum(quality.minSharpness, "(variance of the Laplacian)")),
            ("brightness", quality.brightness.map { $0.map { "\($0)" }.joined(separator: " to ") + " (mean luma)" }),
            ("contrast", minimum(quality.minContrast, "(standard deviation of luma)")),
            ("yaw", maximum(quality.maxYaw)),
            ("pitch", maximum(quality.maxPitch)),
            ("roll", maximum(quality.maxRoll)),
        ]
        let second = multipleFaces.map {
            "counts from \($0.minRelativeArea) of the chosen face's area and confidence \($0.minConfidence)"
        }
        return limits.map { line($0.0, $0.1 ?? "informs only") } + [line("second face", second ?? "not judged")]
    }

    private var limitLines: [String] {
        [
            line("photo", "\(limits.maxImageBytes) bytes, \(limits.maxImagePixels) pixels"),
            line("worker", "\(limits.requestTimeoutSeconds) s for an answer, \(limits.workerMemoryMiB) MiB of memory"),
        ]
    }

    private var notificationLines: [String] {
        guard let mail = notifications else { return [line("sender", "none: no mail is written")] }
        return [
            line("sender", "\(mail.organisation) <\(mail.from)>"),
            line("replies to", mail.replyTo ?? "the sender"),
            line("reviewers", mail.reviewers.isEmpty ? "none" : mail.reviewers.joined(separator: ", ")),
        ]
    }

    private func pluginLines(_ plugin: Plugin) -> [String] {
        [
            line(plugin.name, ([plugin.path] + plugin.arguments).joined(separator: " ")),
            line("", "sha256 \(plugin.sha256)\(plugin.isUsed ? "" : "; not used by this policy")"),
        ] + plugin.files.map { line("", "file \($0.path), sha256 \($0.sha256)") } + [
            line(
                "",
                "\(plugin.requestTimeoutSeconds) s for an answer"
                    + (plugin.startTimeoutSeconds.map { ", \($0) s to start" } ?? "")
                    + ", \(plugin.memoryMiB) MiB of memory"),
            line(
                "",
                "gets variables: \(plugin.environment.isEmpty ? "none" : plugin.environment.joined(separator: ", "))"),
            line(
                "", "permissions: \(plugin.permissions.isEmpty ? "none" : plugin.permissions.joined(separator: ", "))"),
            line("", "reads: \(plugin.read.isEmpty ? "its own files" : plugin.read.joined(separator: ", "))"),
            line("", "configured in \(plugin.source)"),
        ]
    }

    func line(_ label: String, _ value: String) -> String {
        "  " + label + String(repeating: " ", count: max(1, 14 - label.count)) + value
    }
}
