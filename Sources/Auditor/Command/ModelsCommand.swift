import ArgumentParser
import AuditCore
import Foundation
import MatcherKit

/// `auditor models`: what `models.json` lists, and whether what is installed is that.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List the models, or verify the installed ones.",
        subcommands: [List.self, Verify.self])

    /// `auditor models list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List every model with licence and purpose.")

        func run() throws {
            let catalogue = try Installation().catalogue()
            for entry in catalogue.models + catalogue.libraries {
                Console.result("\(entry.file)\n    \(entry.purpose) \(entry.licence).\n    sha256 \(entry.sha256)")
            }
        }
    }

    /// `auditor models verify`.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold every installed file against models.json; exit 78 when one is missing or altered.")

        func run() throws {
            let installation = Installation()
            let catalogue = try installation.catalogue()
            let folder = try installation.modelsFolder()
            var bad = 0
            let optional = Set(catalogue.libraries.map(\.file))
            for entry in catalogue.models + catalogue.libraries {
                switch catalogue.status(of: entry, folder: folder) {
                case .intact:
                    Console.result("ok       \(entry.file)")
                case .missing where optional.contains(entry.file):
                    Console.result("absent   \(entry.file)")
                case .missing:
                    bad += 1
                    Console.result("missing  \(entry.file)")
                case .altered(let found):
                    bad += 1
                    Console.result("altered  \(entry.file): expected \(entry.sha256), found \(found)")
                }
            }
            guard bad > 0 else { return }
            throw AuditError(
                .modelDigestMismatch,
                "\(bad) of \(catalogue.models.count + optional.count) files are missing or altered; remove altered ones and run "
                    + "`make setup`", at: SourceLocation(file: folder))
        }
    }
}
