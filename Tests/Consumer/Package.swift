// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Consumer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://example.com/vintner.git", branch: "main")
  ],
  targets: [
    .executableTarget(
      name: "Consumer",
      dependencies: [
        .product(name: "Vintner", package: "vintner")
      ]),
    // Copied from Tests/CustomParts.
    .executableTarget(
      name: "CustomParts",
      dependencies: [
        .product(name: "Vintner", package: "vintner"),
        .product(name: "VintnerTesting", package: "vintner"),
      ]),
  ]
)
