import Foundation
import TestSupport
import Testing

/// Holds the source tree to the rules of the house.
struct HouseTests {
  private let manifest: SourceFile
  private let architecture: Architecture
  private let sources: [SourceFile]
  private let tests: [SourceFile]

  init() throws {
    manifest = try SourceFile("Package.swift")
    architecture = Architecture(try SourceFile("ARCHITECTURE.md"))
    sources = try SourceFile.all(under: "Sources")
    // The rules themselves name what they forbid; Consumer is a package of its own.
    tests = try SourceFile.all(under: "Tests").filter { !["HouseTests", "Consumer"].contains($0.target) }
  }

  @Test func hasSources() {
    #expect(sources.contains { $0.path == "Sources/LinearAlgebra/Matrix.swift" })
    #expect(tests.contains { $0.path == "Tests/TestSupport/Command.swift" })
  }

  @Test func modulesImportOnlyWhatTheyMay() {
    #expect(sources.flatMap { HouseRules.importFaults(in: $0, architecture) } == [])
    #expect(HouseRules.unusedImports(of: sources, architecture) == [])
  }

  @Test func pictureShowsWhoImportsWhom() {
    #expect(HouseRules.pictureFaults(in: architecture) == [])
  }

  @Test func foldersNameOnlyWhatTheyMay() {
    #expect(HouseRules.folderFaults(in: sources, architecture) == [])
  }

  @Test func addingAThingChangesFewFiles() throws {
    #expect(
      HouseRules.additionFaults(in: try SourceFile("CONTRIBUTING.md")) { path in
        FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path)
      } == [])
  }

  @Test(arguments: ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "RELEASING.md", "SECURITY.md"])
  func documentsNameFilesThatExist(_ name: String) throws {
    let document = try SourceFile(name)
    #expect(
      HouseRules.pathFaults(in: document) { path in
        FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path)
      } == [])
  }

  @Test func onlyLinearAlgebraCallsNativeCode() {
    #expect((sources + tests).flatMap(HouseRules.nativeCallFaults) == [])
  }

  @Test func uncheckedSendabilityIsExplained() {
    #expect((sources + tests).flatMap(HouseRules.uncheckedSendableFaults) == [])
  }

  @Test func theServerWaitsByMonotonicTime() {
    #expect(sources.flatMap(HouseRules.calendarWaitFaults) == [])
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
      "let text = \"\"\"", "import G", "\"\"\"", "#if canImport(Darwin)")
    #expect(source.imports.map(\.module) == ["A", "B", "C", "E", "F"])
    #expect(source.imports.map(\.line) == [1, 2, 3, 4, 5])
  }

  /// As ARCHITECTURE.md is written: B over A and X, where C and D are folders of B.
  private var architecture: Architecture {
    Architecture(
      SourceFile(
        path: "ARCHITECTURE.md",
        text: """
          ## Modules
          ```text
              B
              │
            A X
          ```
          | `A` | the first | | |
          | `B` | the second | A | Yams |
          ## Folders
          ```text
          B  . ← C, D ← E
          ```
          """))
  }

  @Test func readsTheArchitecture() {
    #expect(architecture.imports == ["A": [], "B": ["A", "Yams"]])
    #expect(architecture.folders == ["B": [".": 0, "C": 1, "D": 1, "E": 2]])
    #expect(architecture.rows(of: "B") == [0] && architecture.rows(of: "A") == [2])
  }

  @Test func keepsModulesApart() {
    func faults(_ path: String, _ lines: String) -> [String] {
      HouseRules.importFaults(in: file(path, lines), architecture)
    }
    #expect(faults("Sources/B/B.swift", "import Foundation\nimport A\nimport Yams") == [])
    #expect(
      faults("Sources/A/A.swift", "import Foundation\nimport B")
        == ["Sources/A/A.swift:2: A may not import B"])
    #expect(faults("Sources/A/A.swift", "import COpenBLAS").count == 1)
    #expect(faults("Sources/Elsewhere/A.swift", "").count == 1)
    #expect(
      HouseRules.unusedImports(of: [file("Sources/B/B.swift", "import A")], architecture)
        == ["ARCHITECTURE.md: B does not import Yams"])
  }

  @Test func comparesThePicture() {
    func faults(_ picture: String, _ imports: String) -> [String] {
      HouseRules.pictureFaults(
        in: Architecture(file("ARCHITECTURE.md", "##", "```", picture, "```", "| `A` | | | |", imports)))
    }
    #expect(faults("B\nA", "| `B` | | A | |") == [])
    #expect(faults("A\nB", "| `B` | | A | |") == ["ARCHITECTURE.md: the picture does not show B above A"])
    #expect(faults("A B", "| `B` | | A | |").count == 1)
    #expect(faults("A", "| `B` | | A | |") == ["ARCHITECTURE.md: the picture shows B 0 times"])
  }

  @Test func keepsFoldersApart() {
    let before = file("Sources/B/C/C.swift", "struct InC {}")
    let rest = [
      file("Sources/B/Root.swift", "public final class InRoot {", "  struct Inner {}", "}"),
      file("Sources/B/E/E.swift", "package enum InE { case c(InC) }"),
    ]
    func faults(_ path: String, _ lines: String...) -> [String] {
      HouseRules.folderFaults(
        in: [before, file(path, lines.joined(separator: "\n"))] + rest, architecture)
    }
    #expect(faults("Sources/B/D/D.swift", "let a: InRoot // InE", "let b = \"InE\"", "var c: Inner") == [])
    #expect(
      faults("Sources/B/D/D.swift", "struct InD {", "  var c: InC", "  var c: InC")
        == ["Sources/B/D/D.swift:2: D may not name InC of C"])
    #expect(
      faults("Sources/B/D/D.swift", "let a: InE") == ["Sources/B/D/D.swift:1: D may not name InE of E"])
    #expect(
      faults("Sources/B/F/F.swift", "").first
        == "ARCHITECTURE.md: B/D is either missing there or in Sources")
    // The module's error may name all.
    #expect(
      faults("Sources/B/Files.swift", "let a: InE").contains { $0.hasSuffix(". may not name InE of E") })
    #expect(!faults("Sources/B/BError.swift", "let a: InE").contains { $0.contains("may not name") })
  }

  @Test func findsPathsThatAreMissing() {
    let document = file(
      "README.md", "`Scripts/absent` and Sources/NAME/A.swift, data/a.csv.",
      "[a](absent.md) [b](https://b.c)",
      "Tests/*.swift a/Sources/b")
    #expect(
      HouseRules.pathFaults(in: document) { ["Sources", "data/a.csv", "Tests"].contains($0) }
        == ["README.md:1: there is no Scripts/absent", "README.md:2: there is no absent.md"])
  }

  @Test func countsTheFilesOfAnAddition() {
    func faults(_ row: String) -> [String] {
      HouseRules.additionFaults(in: file("C.md", "| what | files | which |", row)) {
        $0 == "Sources/A/B.swift"
      }
    }
    #expect(faults("| a thing | 2 | `A/B.swift`, `A/NAME.swift` |") == [])
    #expect(
      faults("| a thing | 1 | `A/B.swift`, `A/NAME.swift` |") == ["C.md:2: a thing takes 2 files, not 1"])
    #expect(faults("| a thing | 1 | `A/C.swift` |") == ["C.md:2: there is no Sources/A/C.swift"])
  }

  @Test func knowsWaitsByTheCalendar() {
    func faults(_ path: String, _ line: String) -> Int {
      HouseRules.calendarWaitFaults(in: file(path, line)).count
    }
    #expect(faults("Sources/Servers/HTTP/A.swift", "  lock.wait(until: Date(timeIntervalSinceNow: 1))") == 1)
    #expect(faults("Sources/Servers/HTTP/A.swift", "let done = DispatchSemaphore(value: 0)") == 1)
    #expect(faults("Sources/Servers/HTTP/A.swift", "/// Unlike an `NSCondition`.") == 0)
    #expect(faults("Sources/LinearAlgebra/A.swift", "let condition = NSCondition()") == 0)
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
