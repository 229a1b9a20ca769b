extension Lesson {
  /// The document with other results below its blocks.
  ///
  /// - Precondition: results for each block, in their order.
  func woven(with results: [Results]) -> String {
    precondition(results.count == blocks.count, "\(blocks.count) blocks, results of \(results.count).")
    var lines: [String] = []
    var index = 0
    for piece in pieces {
      switch piece {
      case .prose(let prose):
        // One empty line between a block's results and what follows.
        if !lines.isEmpty && prose.first != "" { lines.append("") }
        lines += prose
      case .block(let block):
        if let last = lines.last, !last.isEmpty, !last.hasPrefix("<!--") { lines.append("") }
        lines += ["```swift"] + block.code + ["```"]
        lines += results[index].lines
        index += 1
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Lesson.Results {
  /// What stands below the block, with an empty line above each part.
  var lines: [String] {
    var lines: [String] = []
    if !output.isEmpty { lines += ["", "```text"] + output + ["```"] }
    for figure in figures { lines += ["", "![\(figure.text)](figures/\(figure.file).svg)"] }
    for claim in claims { lines += [""] + claim }
    return lines
  }
}
