import LinearAlgebra
import NeuralNetworks
import Yams

// What a run names, with options: each is read and written as its module's registry has it.

extension Described: DescribedValue {
  package static var kind: String { Kinds.article }
  package static var nameKey: String { Kinds.kindKey }
  package static var choices: [String] { names }
  package static func remedy(forUnknown name: String) -> String? { Kinds.registry.unknown(name).remedy }
}

extension Activation: DescribedValue {
  package static var kind: String { "an activation" }
  package static var choices: [String] { all.map(\.name) }
  package static func named(_ name: String) -> Self? { Activation(named: name) }
  package static func decoded(_ node: Node) throws -> Self {
    try YAMLDecoder().decode(Named.self, from: node).activation
  }
  package func encoded() throws -> String { try YAMLEncoder().encode(named) }
}

/// A number, or a schedule with its options.
extension LearningRate: DescribedValue, FieldNumber {
  package static var kind: String { "a number, or a schedule with its options," }
  package static var choices: [String] { ScheduleKinds.names }
  package static func named(_ name: String) -> Self? { nil }
  package static func remedy(forUnknown name: String) -> String? { Registry.schedules.unknown(name).remedy }
  package var name: String { "\(self)" }

  package static func node(ofText text: String) throws(FieldFault) -> Node {
    guard !text.contains(":") else { return try described(text) }
    guard ScheduleKinds.names.contains(text) || Double(text) != nil else {
      throw FieldFault(unknown: text, among: ["a number"] + ScheduleKinds.names)
    }
    return Node(text, .implicit, .any)
  }

  package init(_ node: Node) throws(FieldFault) {
    if case .scalar = node, !ScheduleKinds.names.contains(node.string ?? "") {
      do throws(FieldFault) { self = .constant(try Double(node)) } catch { throw Self.wrongType(node) }
    } else {
      self = try Self.described(node)
    }
  }

  package var node: Node {
    if case .constant(let rate) = self { rate.node } else { describedNode }
  }
}
