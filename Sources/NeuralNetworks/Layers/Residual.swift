import LinearAlgebra

/// Layers whose outputs are added to their inputs, so that networks of many layers learn.
///
///     Y = X + f(X)        f: the layers, one after the other
///
///     Residual([LayerNormalization(), Dense(64, activation: .relu), Dense(64)])
///
/// Shapes: X (batch, inputs) → Y (batch, inputs)
///
/// Its last layer has as many outputs as the block has inputs. It holds no other residual block. The parameters are
/// those of its layers, named by their places: `layers.2.0.kernel` is the kernel of the first layer of the residual
/// block at place 2.
/// Source: K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016, equation 1.
public struct Residual: Layer, Equatable, CustomStringConvertible {
  public static var configuration: Configuration<Self> {
    Configuration(
      "residual", inKeras: nil, defaults: Residual(unchecked: []),
      options: [
        ConfigurableOption("layers", \.descriptions, allowedLayers, isRequired: true, label: .some(nil))
      ])
  }

  /// f.
  public private(set) var layers: [any Layer]

  /// The most layers of a block.
  private static let mostLayers = 100

  private static var allowedLayers: AllowedValues<[LayerDescription]> {
    AllowedValues("are 1 to \(mostLayers), none of them a residual block") { layers in
      1...mostLayers ~= layers.count && !layers.contains { $0.value is Residual }
    }
  }

  /// Creates a block of layers.
  ///
  /// - Precondition: 1 to 100 layers, none of them a residual block.
  public init(_ layers: [any Layer]) {
    self.layers = layers
    checkOptions()
  }

  private init(unchecked layers: [any Layer]) { self.layers = layers }

  public static func == (left: Self, right: Self) -> Bool { left.descriptions == right.descriptions }

  private var descriptions: [LayerDescription] {
    get { layers.map { LayerDescription($0) } }
    set { layers = newValue.map(\.value) }
  }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    let widths = Sequential(layers).widths(inputs: inputs)
    return layers.enumerated().flatMap { place, layer in
      layer.parameters(inputs: widths[place]).map { $0.named("\(place).\($0.name)") }
    }
  }

  public func fault(inputs: Int) -> String? {
    let part = Sequential(layers)
    let widths = part.widths(inputs: inputs)
    for (place, layer) in layers.enumerated() {
      if let fault = layer.fault(inputs: widths[place]) {
        return "holds \(layer.kindInFiles) at place \(place), which \(fault)"
      }
    }
    return widths.last == inputs
      ? nil
      : "adds the \(widths.last!) outputs of its layers to \(inputs) inputs: give its last layer \(inputs) outputs"
  }

  /// A network takes the block apart: see `NetworkStep`.
  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    preconditionFailure("A residual block is a layer of a Sequential; it has no node of its own.")
  }
}

extension Layer {
  /// The name of its kind in files: `dense`.
  var kindInFiles: String { Self.kind }
}

extension ParameterDescription {
  /// The same parameter with another name.
  fileprivate func named(_ name: String) -> Self {
    Self(
      name, shape: shape, initializer: initializer, isTrainable: isTrainable, regularizer: regularizer,
      constraint: constraint, rateFactor: rateFactor, decayFactor: decayFactor)
  }
}

/// The beginning of a residual block.
///
/// Forward:   Y = X
/// Backward:  ∂X = ∂Y + ∂S, S being the block's output
final class ResidualBeginningNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int

  init(width: Int) { self.width = width }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    memory.passOn(rows, width: width)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    let first = rows.lowerBound * width
    Scalar.kernels.addElements(
      memory.outputGradient + first, memory.other! + first, into: inputGradient + first,
      count: rows.count * width)
  }
}

/// The sum at the end of a residual block.
///
/// Forward:   S = F + X, X being the block's input
/// Backward:  ∂F = ∂S
final class ResidualSumNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int

  init(width: Int) { self.width = width }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    let first = rows.lowerBound * width
    Scalar.kernels.addElements(
      memory.input + first, memory.other! + first, into: memory.output + first, count: rows.count * width)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) { memory.passBack(rows, width: width) }
}
