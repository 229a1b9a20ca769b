import Foundation
import TestSupport
import Testing

/// Holds the source tree to the rules of the house.
struct HouseTests {
  private let manifest: SourceFile
  private let sources: [SourceFile]
  private let tests: [SourceFile]

  init() throws {
    let text = try String(contentsOf: Repository.root.appending(path: "Package.swift"), encoding: .utf8)
    manifest = SourceFile(path: "Package.swift", text: text)
    sources = try SourceFile.all(under: "Sources")
    // The rules themselves name what they forbid.
    tests = try SourceFile.all(under: "Tests").filter { $0.target != "HouseTests" }
  }

  @Test func hasSources() {
    #expect(sources.contains { $0.path == "Sources/LinearAlgebra/Matrix.swift" })
    #expect(tests.contains { $0.path == "Tests/TestSupport/Command.swift" })
  }

  @Test func modulesImportOnlyWhatTheyMay() {
    #expect(sources.flatMap(HouseRules.importFaults) == [])
  }

  @Test func onlyLinearAlgebraCallsNativeCode() {
    #expect((sources + tests).flatMap(HouseRules.nativeCallFaults) == [])
  }

  @Test func uncheckedSendabilityIsExplained() {
    #expect((sources + tests).flatMap(HouseRules.uncheckedSendableFaults) == [])
  }

  @Test func noTaskIsLeftOpen() {
    #expect((sources + tests + [manifest]).flatMap(HouseRules.openTaskFaults) == [])
  }

  @Test func packageCanBeDependedOn() {
    #expect(HouseRules.manifestFaults(in: manifest) == [])
  }

  @Test func everyFileIsInATarget() {
    #expect((sources + tests).flatMap { HouseRules.targetFaults(in: $0, manifest: manifest) } == [])
  }
}

/// Each rule seen failing, on files made for it.
struct HouseRulesTests {
  private func file(_ path: String, _ lines: String...) -> SourceFile {
    SourceFile(path: path, text: lines.joined(separator: "\n"))
  }

  @Test func findsImportsInEveryForm() {
    let source = file(
      "Sources/Tabular/A.swift", "import A", "  @_exported public import B", "import struct C.D",
      "@preconcurrency import E", "@_spi(X) internal import F", "// import G", "let important = 1",
      "#if canImport(Darwin)")
    #expect(source.imports.map(\.module) == ["A", "B", "C", "E", "F"])
    #expect(source.imports.map(\.line) == [1, 2, 3, 4, 5])
  }

  @Test func keepsModulesApart() {
    #expect(
      HouseRules.importFaults(
        in: file("Sources/Tabular/A.swift", "import Foundation", "import NeuralNetworks"))
        == ["Sources/Tabular/A.swift:2: Tabular may not import NeuralNetworks"])
    let faulty: [(String, String)] = [
      ("NeuralNetworks", "Tabular"), ("LinearAlgebra", "Tabular"), ("Tabular", "Vintner"),
      ("Vintner", "COpenBLAS"), ("Vintner", "ArgumentParser"), ("Vintner", "CommandLineInterface"),
      ("CommandLineInterface", "Yams"), ("CommandLineInterface", "CLAPACKE"), ("Tabular", "Crypto"),
    ]
    for (target, module) in faulty {
      #expect(HouseRules.importFaults(in: file("Sources/\(target)/A.swift", "import \(module)")).count == 1)
    }
    #expect(HouseRules.importFaults(in: file("Sources/CommandLineInterface/A.swift", "import Vintner")) == [])
    #expect(HouseRules.importFaults(in: file("Sources/Elsewhere/A.swift")).count == 1)
  }

  @Test func keepsNativeCodeInItsPlace() {
    for call in ["cblas_sgemm(", "LAPACKE_dgelsd(", "vk_adam_f(", "openblas_set_num_threads("] {
      #expect(
        HouseRules.nativeCallFaults(in: file("Sources/NeuralNetworks/A.swift", "  \(call)1)")).count == 1)
      for path in ["Sources/LinearAlgebra/A.swift", "Sources/NeuralNetworks/Kernels/A.swift"] {
        #expect(HouseRules.nativeCallFaults(in: file(path, "  \(call)1)")) == [])
      }
    }
    let source = file("Sources/NeuralNetworks/Layers/A.swift", "import CVectorKernels")
    #expect(HouseRules.nativeCallFaults(in: source).count == 1)
    #expect(HouseRules.nativeCallFaults(in: file("Sources/Tabular/A.swift", "let mvk_ = a_cblas")) == [])
  }

  @Test func asksWhySendabilityIsUnchecked() {
    let declaration = "final class A: @unchecked Sendable {"
    let reason = "// Sendable holds because nothing changes."
    #expect(HouseRules.uncheckedSendableFaults(in: file("Sources/Tabular/A.swift", declaration)).count == 1)
    #expect(
      HouseRules.uncheckedSendableFaults(in: file("Sources/Tabular/A.swift", reason, "", "", "", declaration))
        .count == 1)
    #expect(
      HouseRules.uncheckedSendableFaults(in: file("Sources/Tabular/A.swift", "/// A class.", declaration))
        .count == 1)
    #expect(
      HouseRules.uncheckedSendableFaults(in: file("Sources/Tabular/A.swift", declaration, reason)) == [])
    #expect(
      HouseRules.uncheckedSendableFaults(in: file("Sources/Tabular/A.swift", reason, "", "", declaration))
        == [])
  }

  @Test func findsWhatIsLeftOpen() {
    #expect(
      HouseRules.openTaskFaults(in: file("Sources/Tabular/A.swift", "a", "b // TODO: c"))
        == ["Sources/Tabular/A.swift:2: TODO is left in the source"])
    #expect(HouseRules.openTaskFaults(in: file("Sources/Tabular/A.swift", "let mastodon = 1")) == [])
  }

  @Test func readsTheManifest() {
    let manifest = file("Package.swift", ".target(name: \"A\"),", ".testTarget(", "  name: \"BTests\",")
    #expect(HouseRules.targetFaults(in: file("Sources/A/A.swift"), manifest: manifest) == [])
    #expect(HouseRules.targetFaults(in: file("Tests/BTests/B.swift"), manifest: manifest) == [])
    #expect(HouseRules.targetFaults(in: file("Sources/B/B.swift"), manifest: manifest).count == 1)
    #expect(HouseRules.targetFaults(in: file("Sources/loose.swift"), manifest: manifest).count == 1)
    #expect(
      HouseRules.manifestFaults(in: file("Package.swift", "swiftSettings: [.unsafeFlags([])]")).count == 1)
  }
}
