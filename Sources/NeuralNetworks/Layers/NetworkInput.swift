/// What is known of one of a network's inputs: layers that leave their columns open are completed from it.
public struct NetworkInput: Sendable, Equatable {
  /// What the input holds.
  public enum Kind: Sendable, Equatable {
    /// A number that has a size.
    case number
    /// 1 to `categories`, one for each category, and 0 for any other.
    case code(categories: Int)
    /// A yes or no, such as a column of a one-hot encoding, or what an embedding has made of a code.
    case other
  }

  /// The name that layers can give; `nil` for what a layer has computed.
  public let name: String?
  /// What it holds.
  public let kind: Kind

  /// Describes an input by its properties.
  public init(name: String?, kind: Kind) { (self.name, self.kind) = (name, kind) }

  /// The number of categories; `nil` unless it holds codes.
  var categories: Int? { if case .code(let categories) = kind { categories } else { nil } }
}

extension NetworkInput: CustomStringConvertible {
  /// `city: codes of 30 categories`
  public var description: String {
    let content =
      switch kind {
      case .number: "a number"
      case .code(let categories): "codes of \(categories) categories"
      case .other: "yes or no, or computed"
      }
    return "\(name ?? "unnamed"): \(content)"
  }
}

/// A layer that replaces some of its inputs, each by several numbers in its place.
protocol ReplacingLayer: Layer {
  /// The inputs; `nil` for all that suit.
  var columns: [InputColumn]? { get set }
  /// How many numbers replace an input.
  var width: Int { get }
  /// What these are to the layers behind.
  static var replacement: NetworkInput.Kind { get }
  /// Whether an input suits where no columns are given.
  static func suits(_ input: NetworkInput) -> Bool
  /// Takes what the layer leaves open besides its columns from these.
  ///
  /// - Returns: Why it cannot: a sentence's end, after the layer's name; `nil` if it can.
  mutating func complete(from inputs: [NetworkInput]) -> String?
}

/// Layers of numbers.
extension ReplacingLayer {
  static var replacement: NetworkInput.Kind { .number }
  static func suits(_ input: NetworkInput) -> Bool { input.kind == .number }

  mutating func complete(from inputs: [NetworkInput]) -> String? {
    inputs.first { $0.categories != nil }.map {
      "takes numbers, where the column \"\($0.name ?? "")\" holds codes of categories: put an embedding before it"
    }
  }
}

extension ReplacingLayer {
  /// Completes the layer.
  ///
  /// - Parameters:
  ///   - inputs: what is known of its inputs; afterwards, of its outputs.
  ///   - index: its place in the network, for errors.
  /// - Returns: The layer; `nil` where no input suits, so that it would do nothing.
  fileprivate func completed(
    for inputs: inout [NetworkInput], at index: Int
  ) throws(NetworkError) -> Self? {
    func refused(_ problem: String) -> NetworkError {
      .layerDoesNotFit(layer: index, kind: Self.kind, problem: problem)
    }
    var result = self
    var places = inputs.indices.filter { Self.suits(inputs[$0]) }
    if let columns {
      places = []
      for column in columns {
        switch column {
        case .place(let place): places.append(place)
        case .name(let name):
          guard let place = inputs.firstIndex(where: { $0.name == name }) else {
            throw refused("takes the column \(column), which is not among its inputs: give another name")
          }
          places.append(place)
        }
      }
      guard Set(places).count == places.count else { throw refused("takes a column twice") }
      // Places that there are not are reported when the network is built.
      guard places.allSatisfy(inputs.indices.contains) else { return self }
    }
    if places.isEmpty { return nil }
    if let problem = result.complete(from: places.map { inputs[$0] }) { throw refused(problem) }
    if columns != nil || places.count < inputs.count || self is Embedding {
      result.columns = places.map(InputColumn.place)
    }
    let replaced = Set(places)
    inputs = inputs.enumerated().flatMap { place, input in
      replaced.contains(place)
        ? Array(repeating: NetworkInput(name: nil, kind: Self.replacement), count: width) : [input]
    }
    return result
  }
}

extension Sequential {
  /// The network with what its layers leave open taken from a table's prepared columns.
  ///
  ///     Sequential([Embedding(), PeriodicEmbedding(), Dense(1)])
  ///
  /// An ``Embedding`` without columns takes all codes, with as many rows as there are categories; a ``PeriodicEmbedding``
  /// and a ``PiecewiseLinearEncoding`` without columns take all numbers; names become places. Layers that find nothing to
  /// replace are left out. This holds for the layers in front of the first one of another kind, which mixes the columns.
  /// - Throws: ``NetworkError/layerDoesNotFit(layer:kind:problem:)`` where a layer takes a column that there is not or
  ///   that does not suit it, or codes reach a layer that takes numbers.
  public func completed(for inputs: [NetworkInput]) throws(NetworkError) -> Sequential {
    var inputs = inputs
    var completed: [any Layer] = []
    for (index, layer) in layers.enumerated() {
      guard let replacing = layer as? any ReplacingLayer else {
        if let code = inputs.first(where: { $0.categories != nil }) {
          throw .layerDoesNotFit(
            layer: index, kind: layer.kindInFiles,
            problem:
              "takes numbers, where the column \"\(code.name ?? "")\" holds codes of \(code.categories!)"
              + " categories: put an embedding before it")
        }
        return Sequential(completed + layers[index...])
      }
      if let layer = try replacing.completed(for: &inputs, at: index) { completed.append(layer) }
    }
    return Sequential(completed)
  }
}
