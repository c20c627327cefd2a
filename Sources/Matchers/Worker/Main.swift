import CSandbox
import Glibc
import MatcherKit
import NativeMatchers

/// `auditor-worker MATCHER --models DIR`: hosts one built-in matcher and speaks the worker protocol on stdin and
/// stdout. The only program that links OpenCV, dlib and FAISS, and the only one that decodes photos. `auditor-worker
/// search` hosts the index of a gallery in the same way. `auditor-worker --versions` prints the native libraries'
/// versions, for `auditor doctor`. `auditor-worker document --models DIR --languages eng+deu` hosts the reader of documents. `auditor-worker --launch PERMISSIONS COUNT READABLE... PROGRAM ARGUMENTS`
/// becomes a plugin's program, restricted.
@main
struct WorkerMain {
    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count == 2, arguments[1] == "--versions" {
            for library in NativeLibraries.all { say("\(library.name) \(library.version)", to: STDOUT_FILENO) }
            exit(0)
        }
        if arguments.count >= 4, arguments[1] == "--launch" {
            quit(71, Launcher.become(permissions: arguments[2], Array(arguments[3...])))
        }
        if arguments.count == 2, arguments[1] == "search" {
            endWithParent()
            serve { SearchServer(FaissIndex.self, input: STDIN_FILENO, output: $0).run() }
        }
        if arguments.count == 6, arguments[1] == NativeDocumentReader.name, arguments[2] == "--models",
            arguments[4] == "--languages"
        {
            readDocuments(models: arguments[3], languages: arguments[5])
        }
        guard arguments.count == 4, arguments[2] == "--models",
            let type = BuiltInMatchers.all.first(where: { $0.name == arguments[1] })
        else {
            let names = BuiltInMatchers.all.map { $0.name }.joined(separator: "|")
            quit(
                64,
                "usage: auditor-worker \(names) --models DIR, auditor-worker document --models DIR --languages NAMES, "
                    + "or auditor-worker search|--versions")
        }
        endWithParent()
        let backend: any NativeMatcher
        do throws(NativeFailure) {
            try NativeLibraries.prepare()
            var models: [ModelFile] = []
            for file in type.modelFiles { models.append(try ModelFile(folder: arguments[3], file: file)) }
            backend = try type.init(models: models)
        } catch {
            quit(78, error.description)
        }
        serve { WorkerServer(backend: backend, input: STDIN_FILENO, output: $0).run() }
    }

    /// Hosts the reader of documents; a language without data is left out, and each side that is asked for it says so.
    private static func readDocuments(models: String, languages: String) -> Never {
        endWithParent()
        let backend: NativeDocumentReader
        do throws(NativeFailure) {
            try NativeLibraries.prepare()
            var files: [ModelFile] = []
            for file in NativeDocumentReader.modelFiles { files.append(try ModelFile(folder: models, file: file)) }
            let names = languages.split(separator: "+").map(String.init)
            backend = try NativeDocumentReader(
                models: files, languages: names.compactMap { LanguageFile(name: $0, models: models) })
        } catch {
            quit(78, error.description)
        }
        serve { DocumentServer(backend: backend, input: STDIN_FILENO, output: $0).run() }
    }

    /// Sees to it that this process does not outlive the one that asked for it; before any library has threads.
    private static func endWithParent() {
        guard sandbox_end_with_parent(OrphanReaper.variable) == 0 else {
            quit(71, "its guard cannot be started: \(String(cString: strerror(errno)))")
        }
    }

    /// Seals this process, serves the protocol on a descriptor of its own, and ends.
    private static func serve(_ run: (_ output: Int32) -> Bool) -> Never {
        // The peer's end may close at any time; that is an error of write, not a reason to die by signal.
        signal(SIGPIPE, SIG_IGN)
        // Libraries print to stdout when they feel like it; the protocol gets a descriptor of its own.
        let protocolOutput = dup(STDOUT_FILENO)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        // Everything is read; what a photo could make this process do from here on is to compute and to answer.
        guard sandbox_seal() == 0 else { quit(71, "the sandbox was refused: \(String(cString: strerror(errno)))") }
        exit(run(protocolOutput) ? 0 : 65)
    }

    private static func quit(_ status: Int32, _ message: String) -> Never {
        say(message, to: STDERR_FILENO)
        exit(status)
    }

    private static func say(_ line: String, to descriptor: Int32) {
        _ = Array((line + "\n").utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}
