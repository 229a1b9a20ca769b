// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Lessons",
  platforms: [.macOS(.v15)],
  // Static, so that one archive holds what a lesson links.
  products: [.library(name: "LessonKit", type: .static, targets: ["LessonKit"])],
  dependencies: [.package(name: "Vintner", path: "..")],
  targets: [
    .target(name: "LessonKit", dependencies: [.product(name: "Vintner", package: "Vintner")]),
    .executableTarget(name: "Notebooks"),
    .testTarget(name: "NotebooksTests", dependencies: ["Notebooks", "LessonKit"]),
  ],
  swiftLanguageModes: [.v6]
)
