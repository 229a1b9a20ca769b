import Foundation

/// Finds links that lead nowhere: to a file, to a heading, to a preset of the playground.
struct LinkCheck {
  /// A preset of the playground.
  struct Preset: Decodable, Equatable {
    var name: String
    /// The number of the lesson that it belongs to.
    var lesson: Int?

    static func list(root: URL) throws -> [Preset] {
      let file = root.appending(path: "Sources/Servers/Samples/presets.json")
      return try JSONDecoder().decode([Preset].self, from: Data(contentsOf: file))
    }
  }

  /// The document's path, as messages show it.
  let path: String
  let file: URL
  /// The lesson whose presets it may name; nil for all.
  var lesson: Int?
  let presets: [Preset]
  /// Links that are checked elsewhere.
  var ignored: [String] = []

  func faults(in text: String) -> [NotebookFault] {
    MarkdownLine.lines(of: text).flatMap { line in
      let links = line.place == .text ? Self.links(in: line.text).compactMap { linkFault($0, in: text) } : []
      let presets = line.text.matches(of: /(?:playground [^`]*?--preset |#preset=)([a-z][a-z0-9-]*)/)
        .compactMap { presetFault(String($0.1)) }
      return (links + presets).map { NotebookFault(path, line.number, $0) }
    }
  }

  /// The targets of a line's links and images, without those in code.
  private static func links(in line: String) -> [String] {
    let prose = line.replacing(/`[^`]*`/, with: "")
    let inline = prose.matches(of: /\]\(([^)\s]+)[^)]*\)/).map { String($0.1) }
    let references = prose.matches(of: /^\[[^\]]+\]:\s*(\S+)/).map { String($0.1) }
    return inline + references + prose.matches(of: /(?:href|src)="([^"]+)"/).map { String($0.1) }
  }

  private func linkFault(_ link: String, in text: String) -> String? {
    if link.contains(#/^[a-z]+:/#) || ignored.contains(link) { return nil }
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let target = parts[0].removingPercentEncoding ?? parts[0]
    let url = file.deletingLastPathComponent().appending(path: target)
    if !target.isEmpty && !FileManager.default.fileExists(atPath: url.path) {
      return "the link to \(target) leads nowhere: there is no such file."
    }
    guard parts.count == 2, target.isEmpty || target.hasSuffix(".md") else { return nil }
    let page = target.isEmpty ? text : (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return Self.anchors(of: page).contains(parts[1])
      ? nil : "the link to \(link) leads nowhere: no heading there has this anchor."
  }

  private func presetFault(_ name: String) -> String? {
    guard let preset = presets.first(where: { $0.name == name }) else {
      return "the playground has no preset \(name)."
    }
    guard let lesson, preset.lesson != lesson else { return nil }
    let own = presets.filter { $0.lesson == lesson }.map(\.name).joined(separator: ", ")
    return "the preset \(name) is not of this lesson\(own.isEmpty ? "" : ", which has \(own)")."
  }

  /// The anchors of a document's headings, as GitHub makes them.
  static func anchors(of text: String) -> [String] {
    var anchors: [String] = []
    for line in MarkdownLine.lines(of: text) where line.place == .text {
      guard let heading = line.text.wholeMatch(of: /#{1,6} (.+)/) else { continue }
      let title = heading.1.replacing(/\[([^\]]*)\]\([^)]*\)/) { $0.1 }.lowercased()
      let anchor = title.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
        .replacing(" ", with: "-")
      let earlier = anchors.count { $0 == anchor || $0.wholeMatch(of: /(.*)-\d+/)?.1 == anchor[...] }
      anchors.append(earlier == 0 ? anchor : "\(anchor)-\(earlier)")
    }
    return anchors
  }
}
