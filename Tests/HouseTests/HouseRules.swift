/// The rules of the house: each returns one sentence a fault, with file and line.
enum HouseRules {
  /// Which modules of this package, and which of others, each module may import.
  static let importable: [String: Set<String>] = [
    "LinearAlgebra": ["COpenBLAS", "CLAPACKE", "CVectorKernels"],
    "Tabular": ["LinearAlgebra"],
    "NeuralNetworks": ["LinearAlgebra"],
    "Charts": [],
    "Pipelines": ["LinearAlgebra", "Tabular", "NeuralNetworks", "Charts", "Yams", "CLibcrypto", "CryptoKit"],
    "Experiments": ["LinearAlgebra", "Tabular", "NeuralNetworks", "Charts", "Pipelines", "Yams"],
    "Parity": ["LinearAlgebra", "Tabular", "NeuralNetworks", "Pipelines"],
    "Vintner": ["Tabular", "NeuralNetworks", "Charts", "Pipelines", "Experiments", "Parity"],
    "Servers": ["Vintner", "FlyingFox", "FlyingSocks"],
    "CommandLineInterface": ["Vintner", "Servers", "ArgumentParser"],
    "LessonKit": ["Vintner", "LinearAlgebra"],
    "Notebooks": [],
  ]

  /// What comes with the toolchain.
  static let system: Set = [
    "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin",
  ]

  /// Who may import whom.
  static func importFaults(in file: SourceFile) -> [String] {
    guard let allowed = importable[file.target] else {
      return ["\(file.path): the rules know no module \(file.target)"]
    }
    return file.imports.filter { !allowed.contains($0.module) && !system.contains($0.module) }.map {
      "\(file.path):\($0.line): \(file.target) may not import \($0.module)"
    }
  }

  /// Only `LinearAlgebra` calls BLAS, LAPACK and the C kernels.
  static func nativeCallFaults(in file: SourceFile) -> [String] {
    guard file.target != "LinearAlgebra" else { return [] }
    let name = /\b(?:cblas|openblas|LAPACKE|LAPACK|vk)_\w+/
    return faults(in: file) { $0.firstMatch(of: name).map { "\($0.output) is named outside LinearAlgebra" } }
  }

  /// A type that says it may cross threads against the compiler's knowledge says why: a comment with
  /// the word Sendable within three lines.
  static func uncheckedSendableFaults(in file: SourceFile) -> [String] {
    let reason = /\/\/.*\bSendable\b/
    return file.numberedLines.compactMap { number, text in
      guard text.contains("@unchecked " + "Sendable"), !text.isComment else { return nil }
      let nearby = file.lines[max(0, number - 4)..<min(file.lines.count, number + 3)]
      if nearby.contains(where: { $0.firstMatch(of: reason) != nil }) { return nil }
      return "\(file.path):\(number): unchecked sendability without a comment that says why"
    }
  }

  /// What is left to do is an issue, not a comment.
  static func openTaskFaults(in file: SourceFile) -> [String] {
    let mark = /\b(?:TODO|FIXME|XXX)\b/
    return faults(in: file) { $0.firstMatch(of: mark).map { "\($0.output) is left in the source" } }
  }

  /// A package with unsafe flags cannot be depended on.
  static func manifestFaults(in manifest: SourceFile) -> [String] {
    faults(in: manifest) { $0.contains("unsafeFlags") ? "unsafe flags" : nil }
  }

  /// A file that no target holds is compiled by nobody.
  static func targetFaults(in file: SourceFile, manifest: SourceFile) -> [String] {
    let declaration = "arget(name: \"\(file.target)\""
    let text = manifest.lines.joined(separator: " ").replacing(/arget\(\s+/, with: "arget(")
    return text.contains(declaration) ? [] : ["\(file.path): Package.swift has no target \(file.target)"]
  }

  private static func faults(in file: SourceFile, _ fault: (Substring) -> String?) -> [String] {
    file.numberedLines.compactMap { number, text in fault(text).map { "\(file.path):\(number): \($0)" } }
  }
}

extension Substring {
  /// Whether nothing but a comment stands in this line.
  fileprivate var isComment: Bool { trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
}
