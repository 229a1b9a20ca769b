/// The rules of the house: each returns one sentence a fault, with file and line.
enum HouseRules {
  /// What comes with the toolchain.
  static let system: Set = [
    "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin",
  ]

  /// A module imports what ARCHITECTURE.md says, and nothing else.
  static func importFaults(in file: SourceFile, _ architecture: Architecture) -> [String] {
    guard let allowed = architecture.imports[file.target] else {
      return ["\(file.path): ARCHITECTURE.md has no module \(file.target)"]
    }
    return file.imports.filter { !allowed.contains($0.module) && !system.contains($0.module) }.map {
      "\(file.path):\($0.line): \(file.target) may not import \($0.module)"
    }
  }

  /// What ARCHITECTURE.md says is imported, is.
  static func unusedImports(of files: [SourceFile], _ architecture: Architecture) -> [String] {
    let used = Dictionary(grouping: files, by: \.target).mapValues {
      Set($0.flatMap { $0.imports.map(\.module) })
    }
    return architecture.imports.keys.sorted().flatMap { module in
      architecture.imports[module, default: []].subtracting(used[module, default: []]).sorted().map {
        "ARCHITECTURE.md: \(module) does not import \($0)"
      }
    }
  }

  /// In the picture, each module stands once, above all that it imports.
  static func pictureFaults(in architecture: Architecture) -> [String] {
    architecture.imports.keys.sorted().flatMap { module -> [String] in
      let rows = architecture.rows(of: module)
      guard rows.count == 1 else {
        return ["ARCHITECTURE.md: the picture shows \(module) \(rows.count) times"]
      }
      return architecture.imports[module, default: []].sorted().compactMap { imported in
        guard let row = architecture.rows(of: imported).first, row <= rows[0] else { return nil }
        return "ARCHITECTURE.md: the picture does not show \(module) above \(imported)"
      }
    }
  }

  /// Within a module, a file names types of its own folder and of those before it.
  static func folderFaults(in files: [SourceFile], _ architecture: Architecture) -> [String] {
    var faults: [String] = []
    for (module, files) in Dictionary(grouping: files, by: \.target).sorted(by: { $0.key < $1.key }) {
      guard let steps = architecture.folders[module] else {
        if Set(files.map(\.folder)).count > 1 {
          faults.append("ARCHITECTURE.md: \(module) has no order of folders")
        }
        continue
      }
      let existing = Set(files.map(\.folder)).subtracting(["."])
      for folder in existing.symmetricDifference(steps.keys).sorted() where folder != "." {
        faults.append("ARCHITECTURE.md: \(module)/\(folder) is either missing there or in Sources")
      }
      var homes: [Substring: Set<String>] = [:]
      for file in files { for type in file.declaredTypes { homes[type, default: []].insert(file.folder) } }
      // A module's error carries the faults of all its folders.
      for file in files where !(file.folder == "." && file.path.hasSuffix("Error.swift")) {
        var seen: Set<Substring> = []
        for (name, line) in file.identifiers where seen.insert(name).inserted {
          guard let home = homes[name], !home.contains(file.folder) else { continue }
          let step = steps[file.folder] ?? 0
          guard home.allSatisfy({ steps[$0] ?? 0 >= step }) else { continue }
          faults.append("\(file.path):\(line): \(file.folder) may not name \(name) of \(home.sorted()[0])")
        }
      }
    }
    return faults
  }

  /// A document names files that exist; `NAME` and `*` stand for any name.
  static func pathFaults(in document: SourceFile, exists: (String) -> Bool) -> [String] {
    let folders: Set<Substring> = [
      "Sources", "Tests", "Scripts", "Lessons", "Benchmarks", "data", "notebooks-md", ".ci",
    ]
    return document.numberedLines.flatMap { number, text in
      let links = text.matches(of: /\]\(([^)\s#]+)/).map(\.1).filter { !$0.hasPrefix("http") }
      let words = text.split { !$0.isLetter && !$0.isNumber && !"/.-+_*".contains($0) }
      let paths = words.filter { $0.contains("/") && folders.contains($0.prefix { $0 != "/" }) }
      return Set(links + paths).sorted().compactMap { path in
        let known = path.split(separator: "/").prefix { !$0.contains("*") && !$0.contains("NAME") }
          .joined(separator: "/")
        return exists(known.hasSuffix(".") ? String(known.dropLast()) : known)
          ? nil : "\(document.path):\(number): there is no \(path)"
      }
    }
  }

  /// The table of what is added names files of `Sources` that exist or are new, no more than it says.
  static func additionFaults(in document: SourceFile, exists: (String) -> Bool) -> [String] {
    document.numberedLines.flatMap { number, text -> [String] in
      guard let row = text.wholeMatch(of: /\| (.+?) \| (\d+) \| (.+) \|/) else { return [] }
      let files = row.3.matches(of: /`(.+?)`/).map { "Sources/\($0.1)" }
      let absent = files.filter { !$0.contains("NAME") && !exists($0) }.map { "there is no \($0)" }
      let surplus = files.count > Int(row.2)! ? ["\(row.1) takes \(files.count) files, not \(row.2)"] : []
      return (absent + surplus).map { "\(document.path):\(number): \($0)" }
    }
  }

  /// Only `LinearAlgebra` calls BLAS, LAPACK and the C kernels; `NeuralNetworks/Kernels` calls those of networks,
  /// too, and others call them by the names that they have in Swift.
  static func nativeCallFaults(in file: SourceFile) -> [String] {
    guard file.target != "LinearAlgebra", !file.path.contains("/NeuralNetworks/Kernels/") else { return [] }
    let name = /\b(?:cblas|openblas|LAPACKE|LAPACK|vk)_\w+/
    let kernels = /^import CVectorKernels/
    return faults(in: file) {
      if let match = $0.firstMatch(of: name) { return "\(match.output) is named outside LinearAlgebra" }
      return file.path.hasPrefix("Sources/") && $0.contains(kernels) ? "the C kernels are imported" : nil
    }
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

  /// What the server waits for ends by monotonic time: waits of Foundation and Dispatch last longer where the calendar's
  /// clock is set back.
  static func calendarWaitFaults(in file: SourceFile) -> [String] {
    guard file.target == "Servers" else { return [] }
    let names =
      /\b(?:NSCondition|NSConditionLock|DispatchSemaphore|DispatchGroup|timeIntervalSinceNow|Date\(\))/
    return faults(in: file) { line in
      line.isComment ? nil : line.firstMatch(of: names).map { "\($0.output) waits by the calendar" }
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
