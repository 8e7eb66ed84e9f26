// swift-tools-version: 6.1
import PackageDescription

/// The numeric modules are optimized in debug builds too: unoptimized, drawing a model's weights takes minutes.
let numeric: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "tfdiff-tui",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tfdiff-tui", targets: ["tfdiff-tui"]),
    .executable(name: "tfdiff-benchmark", targets: ["tfdiff-benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: [
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .systemLibrary(name: "CAllocator"),
    .systemLibrary(name: "CDescriptors"),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
    .systemLibrary(name: "CISAL", providers: [.apt(["libisal-dev"])]),
    .target(name: "TFDiffTensor", dependencies: ["CISAL"], swiftSettings: numeric),
    .target(
      name: "TFDiffArtefacts",
      dependencies: ["TFDiffTensor", "CISAL", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: [
        "Protos/event.proto", "Protos/summary.proto", "Protos/tensor.proto",
        "Protos/tensor_bundle.proto", "Protos/tensor_shape.proto", "Protos/tensor_slice.proto",
        "Protos/trackable_object_graph.proto", "Protos/types.proto", "Protos/versions.proto",
      ],
      swiftSettings: numeric),
    .target(
      name: "TFDiffEngine",
      dependencies: [
        "TFDiffTensor", "COneDNN", "CAllocator",
        .product(name: "Collections", package: "swift-collections"),
      ],
      swiftSettings: numeric),
    .target(
      name: "TFDiffDebugger", dependencies: ["TFDiffTensor", "TFDiffTOML"],
      resources: [.embedInCode("Reports/HTML/Assets")]),
    .target(name: "TFDiffProcesses"),
    // Of our own, for user text reaches assertions, and worse, in the C++ libraries there are.
    .target(name: "TFDiffTOML"),
    .target(name: "TFDiffTargets", dependencies: ["TFDiffDebugger", "TFDiffArtefacts"]),
    .target(name: "TFDiffEmbedded", dependencies: ["TFDiffTargets", "TFDiffEngine"]),
    // The probe travels to wherever a worker runs, so it is part of the program and no file beside it.
    .target(
      name: "TFDiffLive",
      dependencies: ["TFDiffTargets", "TFDiffProcesses", "TFDiffTOML", "CDescriptors"],
      resources: [.embedInCode("Probe")], plugins: ["ProbeModules"]),
    .plugin(name: "ProbeModules", capability: .buildTool(), path: "Sources/ProbeModules"),
    .target(name: "TFDiffRecordings", dependencies: ["TFDiffTargets"]),
    .target(name: "TFDiffUI", dependencies: ["TFDiffDebugger", "TFDiffTOML"]),
    // A module of its own, so that nothing that decides can ask what is drawn.
    .target(name: "TFDiffViews", dependencies: ["TFDiffUI"], resources: [.embedInCode("Themes")]),
    .target(name: "TFDiffTerminal", dependencies: ["TFDiffUI", "CNcurses"]),
    .executableTarget(
      name: "tfdiff-tui",
      dependencies: [
        "TFDiffEmbedded", "TFDiffLive", "TFDiffRecordings", "TFDiffTerminal", "TFDiffViews",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "tfdiff-benchmark",
      dependencies: [
        "TFDiffTensor", "TFDiffArtefacts", "TFDiffProcesses", "TFDiffViews",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("Python")]),
    .testTarget(name: "TFDiffProcessesTests", dependencies: ["TFDiffProcesses"]),
    .testTarget(name: "TFDiffTOMLTests", dependencies: ["TFDiffTOML"], resources: [.copy("Golden")]),
    .testTarget(name: "TFDiffTensorTests", dependencies: ["TFDiffTensor"]),
    .testTarget(
      name: "TFDiffArtefactsTests", dependencies: ["TFDiffArtefacts", "TFDiffTensor"], resources: [.copy("Fixtures")]),
    // What real TensorFlow computed for the guide's model, for the tests of either engine.
    .target(name: "TFDiffModelGoldens", dependencies: ["TFDiffTensor"], path: "Tests/TFDiffModelGoldens"),
    .testTarget(
      name: "TFDiffEngineTests", dependencies: ["TFDiffEngine", "TFDiffArtefacts", "TFDiffModelGoldens"],
      resources: [.copy("Golden")]),
    .testTarget(name: "TFDiffDebuggerTests", dependencies: ["TFDiffDebugger"]),
    .testTarget(
      name: "TFDiffSourcesTests", dependencies: ["TFDiffEmbedded", "TFDiffLive", "TFDiffModelGoldens"],
      resources: [.copy("Golden"), .copy("Live/models")]),
    .testTarget(name: "TFDiffRecordingsTests", dependencies: ["TFDiffRecordings", "TFDiffEmbedded"]),
    .testTarget(name: "TFDiffTUITests", dependencies: ["tfdiff-tui", "TFDiffProcesses"]),
    // Gives every parser hostile inputs, and a session of the screen keys that nobody types; the scripted runs are the
    // debugger tests' own files.
    .executableTarget(
      name: "tfdiff-fuzz",
      dependencies: [
        "TFDiffArtefacts", "TFDiffLive", "TFDiffRecordings", "TFDiffTerminal", "TFDiffViews",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/TFDiffFuzz", exclude: ["Corpus", "make_corpus.py"]),
    .testTarget(name: "TFDiffFuzzTests", dependencies: ["tfdiff-fuzz"]),
    // Plants faults, and judges what the debugger says of them.
    .executableTarget(
      name: "tfdiff-causes",
      dependencies: [
        "TFDiffEmbedded", "TFDiffLive", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/TFDiffCauses", exclude: ["Programs"]),
    .testTarget(name: "TFDiffUITests", dependencies: ["TFDiffUI", "TFDiffViews"], resources: [.copy("Golden")]),
    .testTarget(name: "TFDiffTerminalTests", dependencies: ["TFDiffTerminal", "tfdiff-terminal-probe"]),
    // Opens a terminal and dies in it as the tests ask.
    .executableTarget(
      name: "tfdiff-terminal-probe", dependencies: ["TFDiffTerminal"], path: "Tests/TFDiffTerminalProbe"),
  ],
  swiftLanguageModes: [.v6]
)
