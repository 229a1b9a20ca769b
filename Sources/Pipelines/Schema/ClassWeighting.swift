import Yams

/// How much the training rows of each class count, by the classes' names.
///
///     ClassificationPipeline(target: "survived", classWeighting: .balanced)
///     ClassificationPipeline(target: "survived", classWeighting: .byClass(["yes": 3]))
public enum ClassWeighting: Sendable, Equatable {
  /// All classes have the same total weight: `ClassWeights.balanced(for:)`.
  case balanced
  /// The weight of a class by its name, 0 or more; a class without one counts 1.
  case byClass([String: Double])
}

extension ClassWeighting {
  /// The name of weights with which all classes count alike.
  package static let balancedName = "balanced"
  /// What a text has to be, for an error.
  package static let expected = "\(balancedName), or CLASS=WEIGHT with a weight of 0 or more,"

  /// A class's name may contain equals signs: the last one ends it.
  private static func pair(_ text: String) -> (name: String, weight: Double)? {
    guard let sign = text.lastIndex(of: "="), let weight = Double(text[text.index(after: sign)...]),
      weight >= 0 && weight.isFinite
    else { return nil }
    return (String(text[..<sign]), weight)
  }
}

extension ClassWeighting: FieldValue {
  package static var kind: String { expected }
  package static func node(ofText text: String) throws(FieldFault) -> Node { try [String].node(ofText: text) }
  package var node: Node { texts.node }
  package var text: String { texts.text }

  private var texts: [String] {
    switch self {
    case .balanced: [Self.balancedName]
    case .byClass(let weights): weights.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
  }

  /// Reads `balanced` alone, or weights such as `yes=3`.
  package init(_ node: Node) throws(FieldFault) {
    let texts = try [String](node)
    var weights: [String: Double] = [:]
    for text in texts where text != Self.balancedName {
      guard let (name, weight) = Self.pair(text) else {
        throw FieldFault("holds \(text), where \(Self.expected) is expected")
      }
      weights[name] = weight
    }
    if texts == [Self.balancedName] {
      self = .balanced
    } else if weights.count == texts.count {
      self = .byClass(weights)
    } else {
      throw FieldFault("is \"\(Self.balancedName)\" alone, or has one weight per class")
    }
  }
}
