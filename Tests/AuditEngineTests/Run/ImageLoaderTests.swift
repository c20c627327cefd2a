import AuditCore
import AuditEngine
import AuditTesting
import Foundation
import Testing

/// What a path of a manifest can reach, and which bytes go on to a decoder.
struct ImageLoaderTests {
    private static let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]
    private static let secret: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 9, 9, 9]
    private let folder: TemporaryFolder
    private let loader: ImageLoader

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.jpeg, to: "root/a.jpg")
        try folder.write(Self.secret, to: "secret.jpg")
        loader = try ImageLoader(root: folder.file("root"), maxBytes: 1000)
    }

    private func code(_ path: String) -> ReasonCode? {
        if case .failure(let failure) = loader.load(.path(path)) { return failure.code }
        return nil
    }

    /// First bytes of formats that general decoders know, under the name of a photo: none reaches a decoder.
    @Test(arguments: [
        [UInt8]("NITF02.10".utf8), [UInt8](repeating: 0, count: 128) + [UInt8]("DICM".utf8), [0x76, 0x2f, 0x31, 0x01],
        [0x59, 0xa6, 0x6a, 0x95], [UInt8]("#?RADIANCE".utf8), [UInt8]("GIF89a".utf8), [UInt8]("BM".utf8),
        [UInt8]("II*\0".utf8), [UInt8]("RIFF\0\0\0\0WEBP".utf8), [UInt8]("%PDF-1.4".utf8), [UInt8]("P6 1 1 255".utf8),
        [UInt8]("<svg/>".utf8), [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20], [0xff, 0xd8], [0x89, 0x50, 0x4e, 0x47],
    ])
    func whatOnlyCallsItselfAPhotoIsRefusedBeforeAnyDecoder(start: [UInt8]) throws {
        // A whole JPEG behind it: what a lenient reader would look for.
        try folder.write(start + [0] + Self.jpeg, to: "root/polyglot.jpg")
        #expect(code("polyglot.jpg") == .imageUnsupported)
        guard case .failure(let failure) = loader.load(.inline(start + [0] + Self.jpeg)) else {
            Issue.record("inline bytes are taken")
            return
        }
        #expect(failure.code == .imageUnsupported)
    }

    @Test func pathsThatLeadOutAreRefused() throws {
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: folder.file("root/out.jpg"), withDestinationPath: folder.file("secret.jpg"))
        try files.createSymbolicLink(atPath: folder.file("root/up"), withDestinationPath: "..")
        for path in [
            "../secret.jpg", "up/secret.jpg", "out.jpg", folder.file("secret.jpg"), folder.file("root/a.jpg"),
            "/proc/self/root/etc/passwd", "/proc/self/fd/0", "a.jpg/../../secret.jpg", "./../root/../secret.jpg",
        ] {
            #expect([.imageOutsideRoot, .imageMissing].contains(code(path)), "\(path)")
        }
        #expect(code("a\0.jpg") == .imageOutsideRoot)
        #expect(code("a.jpg") == nil)
    }

    // The limit counts from the suite's start.
    @Test(.timeLimit(.minutes(30)))
    func whatIsNoRegularFileIsRefusedWithoutWaiting() throws {
        #expect(mkfifo(folder.file("root/fifo.jpg"), 0o600) == 0)
        #expect(code("fifo.jpg") == .imageNotAFile)
        #expect(code(".") == .imageNotAFile)
        // A link of /proc is not followed even when the images root is there.
        let process = try ImageLoader(root: "/proc/self", maxBytes: 1000)
        for path in ["root/etc/passwd", "cwd/Package.swift", "exe", "fd/0"] {
            guard case .failure(let failure) = process.load(.path(path)) else {
                Issue.record("\(path) was read")
                continue
            }
            #expect(failure.code == .imageOutsideRoot, "\(path)")
        }
    }

    @Test func aFileOverTheLimitIsNotRead() throws {
        try folder.write(Self.jpeg + [UInt8](repeating: 0, count: 1000), to: "root/big.jpg")
        #expect(code("big.jpg") == .imageOverLimit)
    }
}
