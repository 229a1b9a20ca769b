import NeuralNetworks
import Tabular
import Yams

/// One of several names.
package protocol ChoiceValue: FieldValue, CaseIterable {
  var settingName: String { get }
  /// What helps where a name is not known and none is similar. Default: nothing.
  static func remedy(forUnknown name: String) -> String?
}

extension ChoiceValue {
  package static var kind: String { "a name" }
  package static var choices: [String] { allCases.map(\.settingName) }
  package var node: Node { settingName.node }
  package var text: String { settingName }
  package static func remedy(forUnknown name: String) -> String? { nil }

  package init(_ node: Node) throws(FieldFault) {
    let name = try String(node)
    guard let known = Self.allCases.first(where: { $0.settingName == name }) else {
      throw FieldFault(unknown: name, among: Self.choices, inFiles: Self.remedy(forUnknown: name))
    }
    self = known
  }

  package static func node(ofText text: String) throws(FieldFault) -> Node { text.node }
}

extension ChoiceValue where Self: RawRepresentable<String> {
  package var settingName: String { rawValue }
}

extension RunTask: ChoiceValue {}
extension Numerics: ChoiceValue {}
extension PlaygroundRegularization.Kind: ChoiceValue {}

extension DateEncoding: ChoiceValue {}
extension FoldModels: ChoiceValue {}
extension Ensemble.Combination: ChoiceValue {}

extension Scaling: ChoiceValue {
  /// What the command line and run files call it.
  public var settingName: String { rawValue.replacing("_", with: "-") }
  package static func remedy(forUnknown name: String) -> String? { Registry.scalers.unknown(name).remedy }
}

extension OneHotEncoder.UnknownCategories: ChoiceValue {
  /// What the command line and run files call it.
  package var settingName: String {
    switch self {
    case .zeros: "ignore"
    case .refuse: "error"
    case .other: "other"
    }
  }
}

extension FieldFault {
  /// The fault of an unknown name.
  ///
  /// - Parameter remedy: what helps in a file where no name is similar. Default: nothing.
  init(unknown name: String, among names: [String], inFiles remedy: String? = nil) {
    let isSimilar = similarName(to: name, among: names) != nil
    self.init(unknownName(name, among: names), inFiles: isSimilar ? nil : remedy)
  }
}

/// What is wrong with an unknown name.
package func unknownName(_ name: String, among names: [String]) -> String {
  let similar = similarName(to: name, among: names).map { "; the nearest is \"\($0)\"" } ?? ""
  return "is \"\(name)\", where one of \(names.joined(separator: ", ")) is expected" + similar
}
