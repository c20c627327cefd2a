// swift-tools-version: 6.2
// Identity Auditor: one executable that decides (`auditor`) and one that sees (`auditor-worker`).
// Arrows between targets point down only; docs in CONTRIBUTING.md, "Layout".

import PackageDescription

let package = Package(
    name: "identity-auditor",
    dependencies: [
        // Exact, because this is a program: what was tested is what runs. Reasons: CONTRIBUTING.md, "Dependencies".
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // The domain: values and protocols. No I/O, no third-party imports.
        .target(name: "AuditCore", path: "Sources/Auditor/Core"),

        // Error rates, calibration, matcher comparison: pure functions of scores.
        .target(name: "Evaluation", dependencies: ["AuditCore"], path: "Sources/Auditor/Evaluation"),

        // libxml2 for the XML manifest; an umbrella module without code.
        .systemLibrary(
            name: "CLibXML2", path: "Sources/Auditor/CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]),

        // Linux calls that Swift's Glibc module does not offer.
        .target(name: "CLinux", path: "Sources/Auditor/CLinux"),

        // Manifests, policy, the run, the store.
        .target(
            name: "AuditEngine",
            dependencies: [
                "AuditCore", "CLibXML2", "CLinux",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Auditor/Engine"),

        // What worker processes may no longer do: rlimits, Landlock, seccomp.
        .target(name: "CSandbox", path: "Sources/Matchers/CSandbox"),

        // The worker protocol: frames, supervisor, pool. No C++.
        .target(
            name: "MatcherKit",
            dependencies: [
                "AuditCore", "CLinux", "CSandbox",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Matchers/Kit"),

        // The C boundary over OpenCV and dlib.
        .target(
            name: "CVision",
            path: "Sources/Matchers/CVision",
            cxxSettings: [
                // -O2 in debug builds too: unoptimised networks take seconds a photo.
                .unsafeFlags(["-I/usr/include/opencv4", "-O2"])
            ],
            linkerSettings: ["opencv_dnn", "opencv_imgproc", "opencv_core", "dlib", "openblas", "jpeg", "png"].map {
                .linkedLibrary($0)
            }),
        // The C boundary over what reads documents; it decodes, encodes and finds faces with CVision's own code.
        .target(
            name: "CDocument",
            dependencies: ["CVision"],
            path: "Sources/Matchers/CDocument",
            cxxSettings: [.headerSearchPath("../CVision"), .unsafeFlags(["-I/usr/include/opencv4", "-O2"])],
            linkerSettings: ["opencv_dnn", "opencv_imgproc", "opencv_core", "tesseract", "lept", "ZXing"].map {
                .linkedLibrary($0)
            }),
        // The C boundary over FAISS: the exact index of a gallery.
        .target(
            name: "CSearch",
            path: "Sources/Matchers/CSearch",
            // As one rounding after the other: scores are the same on processors that can do two at once.
            cxxSettings: [.unsafeFlags(["-O2", "-ffp-contract=off"])],
            linkerSettings: ["faiss", "openblas", "gomp"].map { .linkedLibrary($0) }),
        .target(
            name: "NativeMatchers",
            dependencies: ["AuditCore", "CDocument", "CSearch", "CVision", "MatcherKit"], path: "Sources/Matchers/Native"),
        .executableTarget(
            name: "auditor-worker", dependencies: ["CSandbox", "MatcherKit", "NativeMatchers"],
            path: "Sources/Matchers/Worker"),

        // Pure functions of a finished run or evaluation.
        .target(
            name: "Reports",
            dependencies: [
                "AuditCore", "CLinux", "Evaluation",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            path: "Sources/Reports"),

        .executableTarget(
            name: "auditor",
            dependencies: [
                "AuditCore", "AuditEngine", "CLinux", "Evaluation", "MatcherKit", "Reports",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Auditor/Command"),

        // Conformance kits, stubs and helpers that tests share; no shipped product depends on it.
        .target(
            name: "AuditTesting",
            dependencies: ["AuditCore", "AuditEngine", .product(name: "Crypto", package: "swift-crypto")],
            path: "Tests/AuditTesting"),
        // What must hold for any bytes of strangers; the fuzzers and `FuzzTests` call the same functions.
        .target(
            name: "FuzzSurfaces", dependencies: ["AuditCore", "AuditEngine", "MatcherKit"], path: "Tests/Fuzz/Surfaces"),
        .testTarget(name: "FuzzTests", dependencies: ["AuditTesting", "FuzzSurfaces"], path: "Tests/FuzzTests"),
        // Times the search of a gallery, for scripts/bench/search.py.
        .executableTarget(
            name: "search-bench",
            dependencies: ["AuditCore", "MatcherKit", .product(name: "Logging", package: "swift-log")],
            path: "Tests/SearchBench"),
        .testTarget(name: "AuditCoreTests", dependencies: ["AuditCore", "AuditTesting"], path: "Tests/AuditCoreTests"),
        .testTarget(
            name: "AuditEngineTests",
            dependencies: [
                "AuditCore", "AuditEngine", "AuditTesting", "CLibXML2",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/AuditEngineTests"),
        .testTarget(
            name: "EvaluationTests", dependencies: ["AuditCore", "AuditTesting", "Evaluation"],
            path: "Tests/EvaluationTests"),
        .testTarget(
            name: "NativeMatchersTests",
            dependencies: [
                "AuditCore", "AuditTesting", "MatcherKit", "NativeMatchers", "auditor-worker",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/NativeMatchersTests"),
        .testTarget(
            name: "ReportsTests", dependencies: ["AuditCore", "AuditTesting", "Evaluation", "Reports"],
            path: "Tests/ReportsTests",
            exclude: ["Golden"]),
        .testTarget(
            name: "RepositoryTests", dependencies: ["AuditCore", "AuditTesting", "auditor"],
            path: "Tests/RepositoryTests"),
        // Runs the built programs from outside, as a user does.
        .testTarget(
            name: "CommandTests",
            dependencies: ["AuditCore", "AuditEngine", "AuditTesting", "auditor", "auditor-worker"],
            path: "Tests/CommandTests"),
        .testTarget(
            name: "MatcherKitTests",
            dependencies: [
                "AuditTesting", "MatcherKit", "auditor-worker", .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/MatcherKitTests"),
    ],
    cxxLanguageStandard: .cxx17
)

// libFuzzer brings the program's `main`, so this target exists for scripts/fuzz/build alone. Only what is ours is instrumented
// and optimised: fuzzing SQLite and BoringSSL is other people's work, and they need not be built again for it.
if Context.environment["AUDITOR_FUZZ"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "auditor-fuzz", dependencies: ["FuzzSurfaces"], path: "Tests/Fuzz/Driver",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]))
    for target in package.targets
    where ["AuditCore", "AuditEngine", "MatcherKit", "FuzzSurfaces", "auditor-fuzz"].contains(target.name) {
        target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-sanitize=fuzzer", "-O"])]
    }
}

// One list of settings for every Swift target, so that no target is laxer than another.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]
for target in package.targets
where target.type != .system && !["CDocument", "CLinux", "CSandbox", "CSearch", "CVision"].contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + swiftSettings
}
