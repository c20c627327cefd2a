import AuditCore
import AuditTesting
import Foundation
import Synchronization
import Testing

@testable import AuditEngine

/// Somebody exchanges files and folders below the images root while photos are read.
@Suite struct ImageLoaderRaceTests {
    @Test(.timeLimit(.minutes(30))) func nothingFromOutsideIsReadWhileLinksAreSwapped() throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let inside: [UInt8] = [0xff, 0xd8, 0xff, 1]
        let outside: [UInt8] = [0xff, 0xd8, 0xff] + Array("secret".utf8)
        for name in ["root/plain.jpg", "root/real/a.jpg"] { try folder.write(inside, to: name) }
        try folder.write(outside, to: "elsewhere/a.jpg")
        let (root, files) = (folder.file("root"), FileManager.default)
        try files.createSymbolicLink(atPath: root + "/link.jpg", withDestinationPath: "../elsewhere/a.jpg")
        try files.createSymbolicLink(atPath: root + "/link", withDestinationPath: folder.file("elsewhere"))
        let (swaps, isOver) = (Counter(), Counter())
        let finished = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while isOver.count == 0 {
                // A file and a link to another file, then a folder and a link to another folder, under one name each.
                for (name, place) in [("plain.jpg", "a.jpg"), ("link.jpg", "a.jpg"), ("real", "d"), ("link", "d")] {
                    rename(root + "/" + name, root + "/" + place)
                    sched_yield()
                    rename(root + "/" + place, root + "/" + name)
                }
                swaps.add()
            }
            finished.signal()
        }
        let loader = try ImageLoader(root: root, maxBytes: 1000)
        var (loads, found, refused) = (0, 0, 0)
        // Until both have had their turns often enough, however many cores there are.
        while loads < 4000 || swaps.count < 400 || found == 0 || refused == 0 {
            for path in ["a.jpg", "d/a.jpg"] {
                loads += 1
                switch loader.load(.path(path)) {
                case .success(let image):
                    guard image.bytes == inside else {
                        Issue.record("\(path) gave bytes from outside the root")
                        continue
                    }
                    found += 1
                case .failure(let failure):
                    if failure.code == .imageOutsideRoot { refused += 1 }
                }
            }
        }
        isOver.add()
        finished.wait()
    }

    private final class Counter: Sendable {
        private let value = Atomic<Int>(0)
        func add() { value.add(1, ordering: .relaxed) }
        var count: Int { value.load(ordering: .relaxed) }
    }
}
