// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Vintner",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Vintner", targets: ["Vintner"]),
    .library(name: "VintnerTesting", targets: ["VintnerTesting"]),
    .executable(name: "vintner", targets: ["CommandLineInterface"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke",
      providers: [.apt(["liblapacke-dev"]), .brew(["lapack"])]),
    // Apple's platforms have CryptoKit instead.
    .systemLibrary(
      name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .target(name: "CVectorKernels"),
    .target(name: "LinearAlgebra", dependencies: ["COpenBLAS", "CLAPACKE", "CVectorKernels"]),
    .target(name: "Tabular", dependencies: ["LinearAlgebra", "CZlib", "CZstd"]),
    .target(name: "NeuralNetworks", dependencies: ["LinearAlgebra", "CVectorKernels"]),
    .target(name: "Charts"),
    .target(name: "Tuning", dependencies: ["LinearAlgebra", "CSQLite"]),
    .target(
      name: "Pipelines",
      dependencies: [
        "Tabular", "NeuralNetworks", "LinearAlgebra", "Charts", "Yams",
        .target(name: "CLibcrypto", condition: .when(platforms: [.linux])),
      ]),
    .target(
      name: "Experiments",
      dependencies: [
        "Pipelines", "Charts", "Tabular", "NeuralNetworks", "LinearAlgebra", "Yams",
      ]),
    .target(name: "Exports", dependencies: ["Pipelines", "NeuralNetworks"]),
    .target(name: "Parity", dependencies: ["Pipelines", "Tabular", "NeuralNetworks", "LinearAlgebra"]),
    .target(
      name: "Vintner",
      dependencies: [
        "Tabular", "NeuralNetworks", "Charts", "Tuning", "Pipelines", "Experiments", "Exports", "Parity",
      ]),
    .target(name: "VintnerTesting", dependencies: ["Vintner"]),
    .target(
      name: "Servers",
      dependencies: ["Vintner"],
      resources: [.copy("Resources"), .copy("Samples")]),
    .executableTarget(
      name: "CommandLineInterface",
      dependencies: [
        "Vintner", "Servers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .executableTarget(
      name: "Fuzz", dependencies: ["LinearAlgebra", "Vintner", "Servers"], path: "Tests/Fuzz",
      exclude: ["Corpora"]),
    .target(name: "TestSupport", dependencies: ["AllocationCounter"], path: "Tests/TestSupport"),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport"]),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport"]),
    .testTarget(name: "TabularTests", dependencies: ["Tabular", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(
      name: "NeuralNetworksTests", dependencies: ["NeuralNetworks", "VintnerTesting", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(name: "ChartsTests", dependencies: ["Charts", "Vintner", "TestSupport"]),
    .testTarget(name: "TuningTests", dependencies: ["Tuning", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "PipelinesTests", dependencies: ["Pipelines", "Vintner", "TestSupport"]),
    .testTarget(
      name: "ExperimentsTests", dependencies: ["Experiments", "Vintner", "TestSupport"], exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "ExportsTests", dependencies: ["Exports", "Vintner", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(
      name: "ParityTests", dependencies: ["Parity", "Vintner", "TestSupport"], exclude: ["Traces"]),
    .executableTarget(
      name: "CustomParts", dependencies: ["Vintner", "VintnerTesting"], path: "Tests/CustomParts"),
    .testTarget(
      name: "VintnerTestingTests", dependencies: ["VintnerTesting", "CustomParts", "Vintner", "TestSupport"]),
    .testTarget(name: "VintnerTests", dependencies: ["Vintner", "TestSupport"]),
    .testTarget(
      name: "ServersTests", dependencies: ["Servers", "Vintner", "CommandLineInterface", "TestSupport"]),
    .testTarget(
      name: "CommandLineInterfaceTests", dependencies: ["CommandLineInterface", "TestSupport"],
      exclude: ["Fixtures"]),
  ],
  swiftLanguageModes: [.v6]
)

// Scripts/sanitize tests what uses threads, and need not wait for the other tests to be compiled.
if let names = Context.environment["VINTNER_TESTS"]?.split(separator: " ").map(String.init) {
  package.targets.removeAll { $0.type == .test && !names.contains($0.name) }
}
