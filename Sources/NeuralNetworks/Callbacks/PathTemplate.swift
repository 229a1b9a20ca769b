import Foundation

/// A path with an epoch's values in it: `weights-{epoch:03d}-{val_loss:.2f}.safetensors`.
///
/// A name stands in braces, after a colon how its value is written: fill and alignment, sign, zeros, width, precision
/// and type, as in `{val_loss:+08.3e}`. Types are `d` for the epoch, `f`, `e`, `g` and `%` for all. Doubled braces are
/// braces.
/// Source: Python, `str.format`, which `keras.callbacks.ModelCheckpoint` applies to its path.
struct PathTemplate {
  /// Why there is no path.
  enum Fault: Error {
    /// The epoch does not evaluate a value of this name.
    case notEvaluated
    /// In a sentence's part: `it names val_acc, which is none of epoch, loss, val_loss`.
    case impossible(String)
  }

  private enum Part {
    case text(String)
    case value(name: String, NumberFormat)
  }

  private var parts: [Part] = []

  /// Reads a path; `nil` where its braces are not those of names with formats.
  init?(_ path: String) {
    var text = ""
    var rest = Substring(path)
    while let character = rest.popFirst() {
      if character == "{" || character == "}", rest.first == character {
        rest.removeFirst()
        text.append(character)
      } else if character == "{" {
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let field = rest[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let format = NumberFormat(field.count > 1 ? field[1] : "")
        guard !field[0].isEmpty, !field[0].contains("{"), let format else { return nil }
        parts += [.text(text), .value(name: String(field[0]), format)]
        text = ""
        rest = rest[rest.index(after: end)...]
      } else if character == "}" {
        return nil
      } else {
        text.append(character)
      }
    }
    parts.append(.text(text))
  }

  /// The path of an epoch.
  func path(of metrics: EpochMetrics) throws(Fault) -> String {
    var path = ""
    for part in parts {
      switch part {
      case .text(let text): path += text
      case .value("epoch", let format): path += format.text(of: metrics.epoch)
      case .value(let name, let format):
        guard metrics.names.contains(name) else {
          let known = (["epoch"] + metrics.names).joined(separator: ", ")
          throw .impossible("it names \(name), which is none of \(known).")
        }
        guard let value = metrics[name] else { throw .notEvaluated }
        guard let text = format.text(of: value) else {
          throw .impossible(
            "\(name) is not a whole number, as its format d needs: write it as {\(name):.4f}.")
        }
        path += text
      }
    }
    return path
  }
}

/// How a number is written: `[[fill]align][sign][0][width][.precision][type]`.
///
/// Source: Python, "Format Specification Mini-Language".
struct NumberFormat {
  private var fill: Character?
  private var alignment: Character?
  private var sign: Character = "-"
  private var width = 0
  private var precision: Int?
  private var type: Character?

  /// Reads a format; `nil` where it is none.
  init?(_ text: Substring) {
    var rest = text
    let alignments: Set<Character> = ["<", ">", "^", "="]
    if let second = rest.dropFirst().first, alignments.contains(second) {
      (fill, alignment) = (rest.removeFirst(), rest.removeFirst())
    } else if let first = rest.first, alignments.contains(first) {
      alignment = rest.removeFirst()
    }
    if let first = rest.first, ["+", "-", " "].contains(first) { sign = rest.removeFirst() }
    if rest.first == "0" {
      rest.removeFirst()
      // Zeros come after the sign, unless an alignment is given.
      (fill, alignment) = (fill ?? "0", alignment ?? "=")
    }
    func number() -> Int? {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return Int(digits)
    }
    if let first = rest.first, first.isNumber {
      guard let value = number(), value <= 100 else { return nil }
      width = value
    }
    if rest.first == "." {
      rest.removeFirst()
      guard let value = number(), value <= 100 else { return nil }
      precision = value
    }
    if let last = rest.popFirst() {
      guard ["d", "f", "F", "e", "E", "g", "G", "%"].contains(last) else { return nil }
      type = last
    }
    guard rest.isEmpty, type != "d" || precision == nil else { return nil }
  }

  /// A whole number.
  func text(of value: Int) -> String {
    type == nil && precision == nil || type == "d"
      ? padded("\(value.magnitude)", isNegative: value < 0) : text(of: Double(value))!
  }

  /// A number; `nil` where the format is for whole ones.
  func text(of value: Double) -> String? {
    let magnitude = abs(value)
    let digits: String
    switch type {
    case "d": return nil
    case nil where precision == nil: digits = value.isFinite ? "\(magnitude)" : Self.word(value)
    case _ where !value.isFinite: digits = Self.word(value) + (type == "%" ? "%" : "")
    case "%": digits = String(format: "%.\(precision ?? 6)f%%", 100 * magnitude)
    case nil:
      let short = String(format: "%.\(max(precision ?? 6, 1))g", magnitude)
      digits = short.contains { $0 == "." || $0 == "e" } ? short : short + ".0"
    case let type?: digits = String(format: "%.\(precision ?? 6)\(type)", magnitude)
    }
    return padded(digits, isNegative: value < 0)
  }

  private static func word(_ value: Double) -> String { value.isNaN ? "nan" : "inf" }

  private func padded(_ digits: String, isNegative: Bool) -> String {
    let sign = isNegative ? "-" : self.sign == "-" ? "" : String(self.sign)
    let missing = max(width - sign.count - digits.count, 0)
    func filled(_ count: Int) -> String { String(repeating: fill ?? " ", count: count) }
    return switch alignment {
    case "<": sign + digits + filled(missing)
    case "^": filled(missing / 2) + sign + digits + filled(missing - missing / 2)
    case "=": sign + filled(missing) + digits
    default: filled(missing) + sign + digits
    }
  }
}
