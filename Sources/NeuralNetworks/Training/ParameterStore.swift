import LinearAlgebra

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

  /// Draws the first values: each parameter from a stream of its own.
  func initialize(seed: UInt64) {
    for (index, entry) in layout.entries.enumerated() {
      var stream = RandomStream(seed: seed, keys: StreamKey.initialization, index)
      entry.description.initializer.fill(
        UnsafeMutableBufferPointer(start: values.pointer + entry.offset, count: entry.description.count),
        shape: entry.description.shape, from: &stream)
    }
  }
}

/// The first key of every random stream of a network: what it is for.
enum StreamKey {
  static let initialization = 1
  static let shuffling = 2
  static let noise = 3
  static let permutation = 4
}

/// Where each parameter of a network stands.
struct ParameterLayout: Sendable {
  struct Entry: Sendable {
    let layer: Int
    let description: ParameterDescription
    let offset: Int

    /// The name in a model file: `layers.0.kernel`.
    var name: String { "layers.\(layer).\(description.name)" }
  }

  let entries: [Entry]
  /// The number of scalars, gaps included.
  let count: Int

  init(network: Sequential, inputs: Int) {
    let widths = network.widths(inputs: inputs)
    self.init(
      network.layers.indices.flatMap { layer in
        network.layers[layer].parameters(inputs: widths[layer]).map { (layer, $0) }
      })
  }

  /// Lays out parameters one after the other, each given with its layer's place.
  init(_ parameters: [(layer: Int, ParameterDescription)]) {
    let scalarsAlignment = 16
    var entries: [Entry] = []
    var offset = 0
    for (layer, description) in parameters {
      entries.append(Entry(layer: layer, description: description, offset: offset))
      offset += (description.count + scalarsAlignment - 1) / scalarsAlignment * scalarsAlignment
    }
    self.entries = entries
    count = offset
  }
}
