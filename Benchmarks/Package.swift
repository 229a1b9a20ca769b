// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Vintner", path: "..")],
  targets: [
    .executableTarget(name: "MainJob", dependencies: [.product(name: "Vintner", package: "Vintner")])
  ],
  swiftLanguageModes: [.v6]
)
