import Foundation

/// Validates a JSON document against one of the repository's schemas with Python's `jsonschema`, which set-up installs.
public enum JSONSchemaCheck {
    /// What the validator says is wrong; empty when the document is valid.
    public static func problems(json: String, schema: String) throws -> String {
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator as V
            schema = json.load(open(sys.argv[1])); V.check_schema(schema)
            for e in V(schema).iter_errors(json.load(sys.stdin)): print(list(e.absolute_path), e.message[:300])
            """
        // Through a file: an argument, and what fits into a pipe, are too small for a report.
        let input = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        try json.write(to: input, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: input) }
        let (output, _) = try ChildProcess.run(
            "/usr/bin/python3", ["-c", script, Repository.path("samples/schemas/" + schema)],
            input: input.path(percentEncoded: false), isMerged: true)
        return String(decoding: output, as: UTF8.self)
    }
}
