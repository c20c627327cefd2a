import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Logging
import MatcherKit

/// `auditor document`: reads one identity document, without a store.
struct DocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "Read the machine-readable zone, barcodes and print of one document.",
        discussion: "Nothing is stored. What was read is printed in clear. A document that cannot be read is an answer "
            + "too: it lists its problems.")

    @Argument(help: "The front: a JPEG or PNG.") var image: String
    @Option(help: "The back: a JPEG or PNG.") var back: String?
    @Option(help: "The date that stands for today, YYYY-MM-DD. (default: today in UTC)") var asOf: AsOfDate?
    @Option(help: "Full years that the holder must have reached.") var minAge = DocumentSettings().minAge ?? 18
    @Option(help: "A file that gets the straightened front, a JPEG.") var imageOut: String?
    @OptionGroup var languages: LanguagesOption
    @Flag(help: "Print JSON (samples/schemas/document.schema.json).") var json = false

    func validate() throws {
        guard (0...120).contains(minAge) else { throw ValidationError("--min-age must be from 0 to 120.") }
    }

    func run() async throws {
        let installation = Installation()
        let limits = Policy.ResourceLimits()
        let front = try PhotoFile.read(image, limit: limits.maxImageBytes)
        var other: [UInt8]?
        if let back { other = try PhotoFile.read(back, limit: limits.maxImageBytes) }
        var settings = DocumentSettings()
        settings.languages = languages.names
        settings.minAge = minAge
        let day = asOf.flatMap { CivilDate($0.text) } ?? UTCTime.today
        let pool = try await DocumentFleet.start(
            languages: settings.languages,
            limits: WorkerLimits(
                requestSeconds: Double(limits.requestTimeoutSeconds), memoryMiB: limits.workerMemoryMiB,
                maxPixels: limits.maxImagePixels), lanes: 1, installation: installation,
            logger: Logger(label: "auditor"))
        let answer: OneShotDocument.Answer
        do {
            answer = try await OneShotDocument(
                settings: settings, reader: pool, maxBytes: limits.maxImageBytes, asOf: day
            ).read(front: front, back: other)
            await pool.stop()
        } catch {
            await pool.stop()
            throw error
        }
        if let imageOut { try write(answer.images["front"] ?? [], to: imageOut) }
        let output = DocumentOutput(answer, reader: pool.descriptor, asOf: day)
        Console.result(json ? try JSONOutput.text(output) : output.plain)
    }

    private func write(_ bytes: [UInt8], to path: String) throws(AuditError) {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw AuditError(
                .outputNotWritable, "the straightened image cannot be written", at: SourceLocation(file: path))
        }
    }
}
