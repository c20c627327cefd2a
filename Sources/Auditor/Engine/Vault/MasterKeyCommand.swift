import AuditCore
import Subprocess
import SystemPackage

/// Runs the program that prints the master key, such as a client of a key service.
enum MasterKeyCommand {
    /// Seconds that the program has: it may ask a service, and nobody may be asked for a password at night.
    static let patience = Duration.seconds(60)

    /// The key that the program prints on stdout. It inherits the environment and gets no input; what it says on stderr
    /// is not shown, since it may be the key.
    /// - Throws: `key_invalid`.
    static func run(_ words: [String], patience: Duration = patience) async throws(AuditError) -> MasterKey {
        guard let program = words.first else { throw AuditError(.keyInvalid, "the master key command is empty") }
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        let arguments = Arguments(Array(words.dropFirst()))
        let result = await withTaskGroup(of: Result<MasterKey, AuditError>.self) { group in
            group.addTask { await answer(executable, arguments, program: program) }
            group.addTask {
                try? await Task.sleep(for: patience)
                return .failure(problem(program, "did not end within \(patience.components.seconds) s"))
            }
            let first = await group.next()
            // Cancelling ends the program and what it has started.
            group.cancelAll()
            return first ?? .failure(problem(program, "was not run"))
        }
        return try result.get()
    }

    private static func answer(
        _ executable: Executable, _ arguments: Arguments, program: String
    ) async -> Result<MasterKey, AuditError> {
        // A session of its own, so that the kill reaches the children of a script too.
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        guard
            let ending = try? await Subprocess.run(
                executable, arguments: arguments, platformOptions: options, input: .none,
                output: .bytes(limit: PrivateFile.limit),
                error: .discarded)
        else { return .failure(problem(program, "cannot be run, or prints too much")) }
        guard case .exited(0) = ending.terminationStatus else {
            return .failure(problem(program, "ended with an error"))
        }
        guard let key = MasterKey(text: ending.standardOutput) else {
            return .failure(problem(program, "prints no master key: 32 bytes, or one line with their base64"))
        }
        return .success(key)
    }

    private static func problem(_ program: String, _ what: String) -> AuditError {
        AuditError(.keyInvalid, "the master key command \(program) \(what); run it by hand as this user to see why")
    }
}
