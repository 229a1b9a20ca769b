import LinearAlgebra

/// A parameter of a network with its values.
public struct Parameter: Sendable, Equatable {
  /// `layers.N.` and the parameter's name within layer N, counted from 0 over all layers.
  public let name: String
  /// The sizes, the outermost first: (inputs, units) of a kernel, (units) of a bias.
  public let shape: [Int]
  /// Whether an optimizer changes it.
  public let isTrainable: Bool
  /// Row after row.
  public let values: Values

  /// The values, in one of the two precisions.
  public enum Values: Sendable, Equatable {
    case single([Float])
    case double([Double])

    init<Scalar: MatrixScalar>(_ scalars: [Scalar]) {
      self = Scalar.precision == .single ? .single(scalars as! [Float]) : .double(scalars as! [Double])
    }

    var count: Int {
      switch self {
      case .single(let values): values.count
      case .double(let values): values.count
      }
    }
  }

  /// Creates a parameter from its properties.
  ///
  /// - Precondition: there are as many values as the shape has places.
  public init(name: String, shape: [Int], isTrainable: Bool = true, values: Values) {
    let count = shape.reduce(1, *)
    precondition(
      values.count == count, "\(name) of shape \(shape) has \(count) values, received \(values.count).")
    self.name = name
    self.shape = shape
    self.isTrainable = isTrainable
    self.values = values
  }

  /// The number of scalars.
  public var count: Int { shape.reduce(1, *) }

  /// The values in double precision, row after row.
  public var scalars: [Double] {
    switch values {
    case .single(let values): values.map(Double.init)
    case .double(let values): values
    }
  }
}

/// The place of each parameter of a network in memory.
struct ParameterLayout: Sendable {
  struct Entry: Sendable {
    /// The place of its node in the graph.
    let node: Int
    /// The name in a model file: `layers.0.kernel`.
    let name: String
    let description: ParameterDescription
    let offset: Int
  }

  let entries: [Entry]
  /// The number of scalars, gaps included.
  let count: Int

  init(network: Sequential, inputs: Int) {
    self.init(
      network.steps(inputs: inputs).enumerated().flatMap { node, step in
        (step.layer?.parameters(inputs: step.inputs) ?? []).map { (node, step.place, $0) }
      })
  }

  /// Lays out parameters one after the other, each given with its layer's place, where each layer is a node.
  init(_ parameters: [(layer: Int, ParameterDescription)]) {
    self.init(parameters.map { (node: $0.layer, place: "\($0.layer)", $0.1) })
  }

  /// Lays out parameters one after the other, each given with its node and its layer's place.
  init(_ parameters: [(node: Int, place: String, ParameterDescription)]) {
    let scalarsAlignment = 16
    var entries: [Entry] = []
    var offset = 0
    for (node, place, description) in parameters {
      entries.append(
        Entry(
          node: node, name: "layers.\(place).\(description.name)", description: description, offset: offset))
      offset += (description.count + scalarsAlignment - 1) / scalarsAlignment * scalarsAlignment
    }
    self.entries = entries
    count = offset
  }
}

extension ParameterLayout {
  /// The values of each parameter, found by its name.
  ///
  /// - Throws: ``NetworkError`` where one is missing, unknown or of another shape.
  func values(
    among parameters: [Parameter], isComplete: Bool = true
  ) throws(NetworkError) -> [(entry: Entry, values: Parameter.Values)] {
    let known = Set(entries.map(\.name))
    if let stranger = parameters.first(where: { !known.contains($0.name) }) {
      throw .unknownParameter(name: stranger.name)
    }
    let byName = Dictionary(parameters.map { ($0.name, $0) }) { first, _ in first }
    var found: [(entry: Entry, values: Parameter.Values)] = []
    for entry in entries {
      let shape = entry.description.shape
      guard let parameter = byName[entry.name] else {
        guard isComplete else { continue }
        throw .missingParameter(name: entry.name, shape: shape)
      }
      guard parameter.shape == shape else {
        throw .wrongShape(name: entry.name, expected: shape, found: parameter.shape)
      }
      found.append((entry, parameter.values))
    }
    return found
  }
}

/// All parameters of a network in one run of memory, each aligned to a cache line.
///
/// Gradients and the optimizer's state have the same layout, so that one offset finds a scalar in all of
/// them, and a copy of the weights is one copy of memory.
final class ParameterStore<Scalar: MatrixScalar>: @unchecked Sendable {
  // Sendable holds because a store is written only while it is made or by the training that owns it.
  let layout: ParameterLayout
  let values: AlignedBuffer<Scalar>

  init(layout: ParameterLayout) {
    self.layout = layout
    values = AlignedBuffer(count: layout.count)
  }

  init(copying other: ParameterStore) {
    layout = other.layout
    values = AlignedBuffer(copying: other.values)
  }

  /// Samples the first values, each parameter from its own stream.
  func initialize(seed: UInt64) {
    for (index, entry) in layout.entries.enumerated() {
      var stream = RandomStream(seed: seed, keys: StreamKey.initialization, index)
      entry.description.initializer.fill(
        UnsafeMutableBufferPointer(start: values.pointer + entry.offset, count: entry.description.count),
        shape: entry.description.shape, from: &stream)
    }
  }

  /// All parameters as values.
  var parameters: [Parameter] { parameters(in: values) }

  /// All parameters with the values that memory of this layout holds for them.
  func parameters(in memory: AlignedBuffer<Scalar>) -> [Parameter] {
    layout.entries.map { entry in
      let source = UnsafeBufferPointer(start: memory.pointer + entry.offset, count: entry.description.count)
      return Parameter(
        name: entry.name, shape: entry.description.shape, isTrainable: entry.description.isTrainable,
        values: Parameter.Values(Array(source)))
    }
  }

  /// Takes the values of parameters that are named and shaped as this store's.
  ///
  /// - Parameter isComplete: whether all must be there. Default `true`.
  /// - Throws: ``NetworkError`` where one is missing, unknown or of another shape.
  func take(_ parameters: [Parameter], isComplete: Bool = true) throws(NetworkError) {
    for (entry, given) in try layout.values(among: parameters, isComplete: isComplete) {
      let target = values.pointer + entry.offset
      switch given {
      case .single(let values): Scalar.convert(values, to: target, count: entry.description.count)
      case .double(let values): Scalar.convert(values, to: target, count: entry.description.count)
      }
    }
  }
}
