/// What ARCHITECTURE.md says: its picture, its table of imports and its order of folders.
struct Architecture {
  /// The modules that each module imports.
  let imports: [String: Set<String>]
  /// For each module with folders, the place of each folder in their order; `.` is the module's own.
  let folders: [String: [String: Int]]
  private let picture: [Substring]

  init(_ document: SourceFile) {
    let sections = document.lines.split(whereSeparator: { $0.hasPrefix("## ") })
    let blocks = sections.map(Self.blocks)
    let pictures = blocks.filter { !$0.isEmpty }.map { $0[0] }
    picture = pictures.first ?? []
    imports = Dictionary(
      document.lines.filter { $0.hasPrefix("| `") }.map { line in
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(Self.names)
        return (String(cells[1][0]), Set((cells[3] + cells[4]).map(String.init)))
      }, uniquingKeysWith: { $0.union($1) })
    folders = Dictionary(
      uniqueKeysWithValues: (pictures.dropFirst().first ?? []).compactMap { line in
        guard let module = Self.names(line).first else { return nil }
        let steps = line.drop { $0 == " " }.dropFirst(module.count).split(separator: "←").map {
          $0.split { $0 == " " || $0 == "," }.map(String.init)
        }
        return (
          String(module),
          Dictionary(steps.enumerated().flatMap { step, names in names.map { ($0, step) } }) { $1 }
        )
      })
  }

  /// The lines of the picture in which a module stands, counted from its top.
  func rows(of module: String) -> [Int] {
    picture.indices.filter { Self.names(picture[$0]).contains(module[...]) }
  }

  private static func names(_ text: Substring) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber }
  }

  /// The lines of each fenced block.
  private static func blocks(_ section: ArraySlice<Substring>) -> [[Substring]] {
    section.split(omittingEmptySubsequences: false, whereSeparator: { $0.hasPrefix("```") }).enumerated()
      .filter { $0.offset % 2 == 1 }.map { Array($0.element) }
  }
}
