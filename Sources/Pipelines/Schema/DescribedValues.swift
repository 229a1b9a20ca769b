import NeuralNetworks
import Yams

// What a run names, with options: each is read and written as its module's registry has it.

extension LossDescription: DescribedValue {
  package static var kind: String { "a loss" }
  package static var choices: [String] { names }
  package static func named(_ name: String) -> Self? { loss(named: name).map(Self.init) }
  package var name: String { loss.name }
}

extension OptimizerDescription: DescribedValue {
  package static var kind: String { "an optimizer" }
  package static var choices: [String] { names }
  package static func named(_ name: String) -> Self? { optimizer(named: name).map(Self.init) }
  package var name: String { type(of: optimizer).kind }
}

extension MetricDescription: DescribedValue {
  package static var kind: String { "a metric" }
  package static var choices: [String] { names }
  package static func named(_ name: String) -> Self? { metric(named: name).map(Self.init) }
  package var name: String { metric.name }
}

extension CallbackDescription: DescribedValue {
  package static var kind: String { "a callback" }
  package static var choices: [String] { names }
  package static func named(_ name: String) -> Self? { try? YAMLDecoder().decode(Self.self, from: name.node) }
  package var name: String { type(of: callback).kind }
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
  package static var choices: [String] { scheduleNames }
  package static func named(_ name: String) -> Self? { nil }
  package var name: String { "\(self)" }

  package static func node(ofText text: String) throws(FieldFault) -> Node {
    guard !text.contains(":") else { return try described(text) }
    guard scheduleNames.contains(text) || Double(text) != nil else {
      throw FieldFault(unknownName(text, among: ["a number"] + scheduleNames))
    }
    return Node(text, .implicit, .any)
  }

  package init(_ node: Node) throws(FieldFault) {
    if case .scalar = node, !Self.scheduleNames.contains(node.string ?? "") {
      do throws(FieldFault) { self = .constant(try Double(node)) } catch { throw Self.wrongType(node) }
    } else {
      self = try Self.described(node)
    }
  }

  package var node: Node {
    if case .constant(let rate) = self { rate.node } else { describedNode }
  }
}

/// A layer of a network that a run gives whole.
public struct LayerDescription: Sendable, Equatable, DescribedValue {
  /// The layer with its options.
  public var layer: any Layer

  /// Describes a layer.
  public init(_ layer: any Layer) { self.layer = layer }

  public static func == (left: Self, right: Self) -> Bool { (try? left.encoded()) == (try? right.encoded()) }

  package static var kind: String { "a layer" }
  package static var nameKey: String { "type" }
  package static var choices: [String] { Sequential.layerTypes }
  package static func named(_ name: String) -> Self? { try? decoded(Node([(Node("type"), name.node)])) }
  package var name: String { type(of: layer).kind }

  package static func decoded(_ node: Node) throws -> Self {
    Self(try YAMLDecoder().decode(Sequential.self, from: Node([node] as [Node])).layers[0])
  }

  package func encoded() throws -> String {
    let list = try Yams.compose(yaml: try YAMLEncoder().encode(Sequential([layer])))
    return try Yams.serialize(node: list?.sequence?.first ?? Node([Node]()))
  }
}
