import NeuralNetworks
import Pipelines

/// A value of a setting as a short text: `0.3`, `8-8`, `tanh`.
///
/// The text is the same in every process: sets and dictionaries are sorted.
func settingText(of value: Any) -> String {
  switch value {
  case let text as String: return text
  case let numbers as [Int]: return numbers.isEmpty ? "none" : numbers.map(String.init).joined(separator: "-")
  case let penalty as PlaygroundRegularization:
    return penalty.kind == .none ? "none" : "\(penalty.kind.rawValue) \(penalty.rate)"
  case let texts as [String]: return texts.joined(separator: ", ")
  case let convertible as any CustomStringConvertible where !(value is [Any]) && !isUnordered(value):
    return convertible.description
  default: return structuredText(of: value)
  }
}

private func isUnordered(_ value: Any) -> Bool {
  switch Mirror(reflecting: value).displayStyle {
  case .dictionary, .set: true
  default: false
  }
}

private func structuredText(of value: Any) -> String {
  let mirror = Mirror(reflecting: value)
  let parts = mirror.children.map { child in
    child.label.map { "\($0): \(settingText(of: child.value))" } ?? settingText(of: child.value)
  }
  switch mirror.displayStyle {
  case .optional: return parts.isEmpty ? "none" : settingText(of: mirror.children.first!.value)
  case .collection: return "[\(parts.joined(separator: ", "))]"
  case .dictionary, .set: return "[\(parts.sorted().joined(separator: ", "))]"
  case .tuple: return "(\(parts.joined(separator: ", ")))"
  case .enum where parts.isEmpty: return "\(value)"
  case .enum: return parts.joined(separator: ", ")
  default: return "\(type(of: value))" + (parts.isEmpty ? "" : "(\(parts.joined(separator: ", ")))")
  }
}
