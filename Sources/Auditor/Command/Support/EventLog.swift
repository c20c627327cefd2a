import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Logging
import Synchronization

/// The one way of everything on stderr that is no progress bar: notices, workers' failures, errors, the beginning and end
/// of long commands. As text for people, or one JSON object a line (samples/schemas/log.schema.json). No personal data.
enum EventLog {
    private struct State {
        var format = LogFormat.text
        var progress: RunProgress?
    }

    private static let state = Mutex(State())

    /// Begins the log of a long command.
    static func begin(_ command: String, format: LogFormat) {
        state.withLock { $0.format = format }
        write(.info, "command_started", "auditor \(command) \(Version.current)", text: nil)
    }

    /// From here on events carry the run's number, once it has one.
    static func follow(_ progress: RunProgress) { state.withLock { $0.progress = progress } }

    /// Whether events are JSON.
    static var isJSON: Bool { state.withLock { $0.format == .json } }

    /// Something that people should know although the command goes on.
    static func notice(_ message: String) { write(.warning, "notice", message, text: "auditor: notice: \(message)") }

    /// How far a long command is.
    static func progress(_ line: String) { write(.info, "progress", line, text: line) }

    /// What ended a command.
    static func failure(_ error: AuditError) {
        let event = error.code == .interrupted ? "command_interrupted" : "command_failed"
        write(.error, event, "\(error)", code: error.code.rawValue, text: "auditor: \(error)")
    }

    /// Writes one event.
    /// - Parameters:
    ///   - event: What happened: a stable name in snake_case.
    ///   - text: The line in text format; nil when text says it elsewhere or not at all.
    static func write(
        _ level: Logger.Level, _ event: String, _ message: String, code: String? = nil, fields: [String: String]? = nil,
        text: String?
    ) {
        let (format, run) = state.withLock { ($0.format, $0.progress?.snapshot.run) }
        switch format {
        case .text:
            if let text { Console.error(text) }
        case .json:
            let line = Line(
                time: Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt)),
                level: level.rawValue, event: event, message: message, run: run, code: code, fields: fields)
            Console.error((try? JSONOutput.text(line, pretty: false)) ?? "{}")
        }
    }

    private struct Line: Encodable {
        var schema = "identity-auditor/log"
        var schemaVersion = 1
        var time: String
        var level: String
        var event: String
        var message: String
        var run: Int?
        var code: String?
        var fields: [String: String]?

        enum CodingKeys: String, CodingKey {
            case schema, time, level, event, message, run, code, fields
            case schemaVersion = "schema_version"
        }
    }
}

/// Text for people or JSON for collectors.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The option of every long command.
struct LogOption: ParsableArguments {
    @Option(help: "Events on stderr: text|json (samples/schemas/log.schema.json).")
    var logFormat = LogFormat.text
}

/// Sends what libraries log the same way. An event's name is its message in snake_case: our own code logs constants and
/// puts what varies into the metadata.
struct EventLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private var text: StreamLogHandler

    init(label: String) {
        text = StreamLogHandler.standardError(label: label)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set {
            metadata[key] = newValue
            text[metadataKey: key] = newValue
        }
    }

    func log(event: LogEvent) {
        guard EventLog.isJSON else { return text.log(event: event) }
        let message = "\(event.message)"
        let name = message.lowercased().map { $0.isASCII && $0.isLetter ? String($0) : "_" }.joined()
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        EventLog.write(event.level, name, message, fields: fields, text: nil)
    }
}
