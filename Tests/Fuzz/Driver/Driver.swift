import FuzzSurfaces

/// libFuzzer's entry: hands its bytes to the surface that `--surface=ID` names. Options that begin with two hyphens are
/// not libFuzzer's.
private let surface: FuzzSurface = {
    let option = "--surface="
    let id = CommandLine.arguments.first { $0.hasPrefix(option) }?.dropFirst(option.count)
    guard let surface = FuzzSurface.all.first(where: { $0.id == id ?? "" }) else {
        fatalError("\(option)ID with one of: \(FuzzSurface.all.map(\.id).joined(separator: " "))")
    }
    return surface
}()

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The program's entry under the name that SwiftPM gives it, so that tests can link executables: libFuzzer's own `main` is
/// never linked.
@_cdecl("auditor_fuzz_main")
public func start(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments, testOneInput)
}

/// Called by libFuzzer with each input. A property that does not hold ends the process, which libFuzzer records.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try surface.check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        fatalError("\(surface.id): \(error)")
    }
    return 0
}
