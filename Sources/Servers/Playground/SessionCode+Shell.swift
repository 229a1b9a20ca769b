import Vintner

/// The same run as a command line.
extension PlaygroundState {
  /// An experiment of one run.
  func pointsShell(_ context: CodeContext) -> String {
    let run = configuration(epochs: context.epochs)
    let rows = run.given.filter { $0.name != "seed" }.map { "\($0.name): \($0.json(of: run).line)\n" }
    return "cat > playground.yaml <<'END'\n" + rows.joined() + "seeds: [\(seed)]\n"
      + "END\nvintner experiment playground.yaml --restart\n"
  }

  /// What differs from the defaults of `vintner train`, an option each.
  func tableShell(_ context: CodeContext) -> String {
    let run = configuration(epochs: context.epochs)
    guard (run.features ?? []).allSatisfy(Self.standsAmongCommas) else {
      return "cat > run.yaml <<'END'\n" + RunFile.text(of: run, inFolder: ".")
        + "END\nvintner train \(quoted(context.file)) --config run.yaml\n"
    }
    let defaults = RunConfiguration.defaults(for: run.runTask)
    let options = run.given.compactMap { field -> String? in
      guard let text = field.text(of: run), text != field.text(of: defaults) else { return nil }
      return field.type == Bool.self
        ? (text == "true" ? "--" : "--no-") + field.flag
        : "--\(field.flag)\(text.hasPrefix("-") ? "=" : " ")\(quoted(text))"
    }
    return (["vintner train \(quoted(context.file))"] + options).joined(separator: " \\\n  ") + "\n"
  }

  /// Whether a column's name can be in a list between commas.
  private static func standsAmongCommas(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else { return false }
    return !name.contains(",") && !first.properties.isWhitespace && !last.properties.isWhitespace
  }

  /// A word of a shell that means itself.
  private func quoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789-_./,:=".unicodeScalars.contains(scalar))
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
