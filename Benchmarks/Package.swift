// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "Vintner", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/google/swift-benchmark", from: "0.1.2"),
  ],
  targets: [
    .executableTarget(
      name: "Measure",
      dependencies: [
        .product(name: "Vintner", package: "Vintner"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "Micro",
      dependencies: [
        .product(name: "Vintner", package: "Vintner"),
        .product(name: "Benchmark", package: "swift-benchmark"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
