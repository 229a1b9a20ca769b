import Foundation

/// Short texts of values, for people who print them.
package enum Brief {
  /// The most characters of a value's properties.
  private static let limit = 300

  /// A number with four significant digits.
  package static func number(_ value: Double) -> String { String(format: "%.4g", value) }

  /// A number of things: `1 row`, `2 rows`.
  package static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  /// The first of some things, and how many more there are: `a, b, c and 8 more`.
  package static func list(_ things: some Collection<some Any>, limit: Int = 6) -> String {
    let texts = things.prefix(limit).map { text(of: $0) }
    let others = things.count - texts.count
    return texts.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
  }

  /// Lines, of which those beyond a limit are counted.
  package static func lines(_ lines: [String], limit: Int = 10) -> String {
    let others = lines.count - limit
    return (lines.prefix(limit) + (others > 0 ? ["  … and \(others) more"] : [])).joined(separator: "\n")
  }

  /// A value with those of its properties that are neither `nil` nor empty: `RowSplit(testFraction: 0.1)`.
  ///
  /// - Parameter omitted: properties to leave out. Default: none.
  package static func properties(of value: Any, omitting omitted: Set<String> = []) -> String {
    let parts = Mirror(reflecting: value).children.compactMap { child -> String? in
      guard let label = child.label, !omitted.contains(label), let content = unwrapped(child.value) else {
        return nil
      }
      let mirror = Mirror(reflecting: content)
      switch mirror.displayStyle {
      case .collection?, .set?, .dictionary?:
        return mirror.children.isEmpty ? nil : "\(label): [\(list(mirror.children.map(\.value)))]"
      default: return "\(label): \(text(of: content))"
      }
    }
    let all = parts.joined(separator: ", ")
    return "\(name(of: value))(\(all.count > limit ? all.prefix(limit) + "…" : all))"
  }

  /// The name of a value's type, without modules and parameters.
  package static func name(of value: Any) -> String { String("\(type(of: value))".prefix { $0 != "<" }) }

  /// A value on one line.
  private static func text(of value: Any) -> String {
    switch unwrapped(value) {
    case nil: "none"
    case let number as Double: Self.number(number)
    case let number as Float: Self.number(Double(number))
    case let pair as (key: String, value: Any): "\(pair.key): \(text(of: pair.value))"
    case let convertible as any CustomStringConvertible:
      String(convertible.description.prefix { !$0.isNewline })
    case let content?:
      Mirror(reflecting: content).displayStyle == .struct ? properties(of: content) : "\(content)"
    }
  }

  private static func unwrapped(_ value: Any) -> Any? {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return value }
    return mirror.children.first?.value
  }
}
