import LinearAlgebra

/// One step of a network, described: what it computes, not the memory it computes in.
///
/// A custom layer has a description (this protocol) and a node (``LayerNode``) that does the work;
/// `Registry.layers.add(MyLayer.self)` lets files name it, and VintnerTesting's `checkLayer` checks it.
/// Files name its kind under the key `type`, as Keras's in lower case: `dense`.
///
/// Shapes: X (rows, inputs) → Y (rows, outputs)
/// Source: Keras, `keras.layers.Layer`.
public protocol Layer: Configurable {
  /// The number of outputs a row for a number of inputs a row.
  /// Default: as many.
  func outputs(inputs: Int) -> Int

  /// The parameters for a number of inputs a row, in the order in which the node gets them. Default: none.
  func parameters(inputs: Int) -> [ParameterDescription]

  /// How many scalars a row the node keeps from `forward` to `backward`. Default: none.
  func scratch(inputs: Int) -> Int

  /// Which training rows the layer takes first values of its parameters from. Default: none.
  var firstRows: FirstRows { get }

  /// Computes first values of parameters from rows, once, before the first update. Default: nothing.
  ///
  /// The parameters hold the values that their initializers have sampled.
  ///
  /// - Parameters:
  ///   - parameters: the memory of the layer's parameters, in their order.
  ///   - rows: one row or more, as they come out of the layers before. Shape: (rows, inputs)
  ///   - stream: random numbers, of the training's seed and the layer's place.
  func initialize<Scalar>(
    _ parameters: [ParameterMemory<Scalar>], from rows: Matrix<Scalar>, stream: inout RandomStream)

  /// Why the layer cannot take so many inputs a row: a sentence's end, after the layer's name; `nil` if it can.
  /// Default: `nil`.
  func fault(inputs: Int) -> String?

  /// The work, on the memory of its parameters.
  func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar>
}

extension Layer {
  public static var kindKey: String { "type" }
  public static var kerasModule: String? { "keras.layers" }

  public func outputs(inputs: Int) -> Int { inputs }
  public func parameters(inputs: Int) -> [ParameterDescription] { [] }
  public func scratch(inputs: Int) -> Int { 0 }
  public var firstRows: FirstRows { .none }
  public func initialize<Scalar>(
    _ parameters: [ParameterMemory<Scalar>], from rows: Matrix<Scalar>, stream: inout RandomStream
  ) {}
  public func fault(inputs: Int) -> String? { nil }
}

/// Which training rows a layer takes its first values from.
public enum FirstRows: Sendable {
  /// No rows: its initializers suffice.
  case none
  /// The first batch, or 256 rows where a batch has fewer, as the first update passes them through the layers
  /// before: dropout and noise included.
  case batch
  /// All rows, as the layers before predict.
  case all
}

/// A parameter of a layer: its name, shape and first values, and what holds it in bounds.
public struct ParameterDescription: Sendable, Equatable {
  /// The name within its layer: `kernel`, `bias`.
  public let name: String
  /// The sizes, the outermost first: (inputs, units) of a kernel, (units) of a bias.
  public let shape: [Int]
  /// How its first values are sampled.
  public let initializer: Initializer
  /// Whether the optimizer changes it.
  public let isTrainable: Bool
  /// What its size adds to the loss; `nil` for nothing.
  public let regularizer: Regularizer?
  /// What is done to it after each update; `nil` for nothing.
  public let constraint: Constraint?
  /// What the optimizer's rate is multiplied by for it, 0 or more. Default 1.
  public let rateFactor: Double
  /// What the optimizer's weight decay is multiplied by for it, besides the rate, 0 or more. Default 1.
  ///
  ///     w −= w·(decay·decayFactor)·(rate·rateFactor)
  public let decayFactor: Double

  /// Describes a parameter by its properties.
  ///
  /// - Precondition: one size or more, none below 1; both factors are finite and 0 or more.
  public init(
    _ name: String, shape: [Int], initializer: Initializer, isTrainable: Bool = true,
    regularizer: Regularizer? = nil, constraint: Constraint? = nil, rateFactor: Double = 1,
    decayFactor: Double = 1
  ) {
    precondition(
      !shape.isEmpty && shape.allSatisfy { $0 > 0 }, "A shape has sizes of 1 or more, received \(shape).")
    precondition(
      [rateFactor, decayFactor].allSatisfy { $0 >= 0 && $0.isFinite },
      "The factors of rate and decay are finite and 0 or more, received \(rateFactor) and \(decayFactor).")
    self.name = name
    self.shape = shape
    self.initializer = initializer
    self.isTrainable = isTrainable
    self.regularizer = regularizer
    self.constraint = constraint
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
  }

  /// The number of scalars.
  public var count: Int { shape.reduce(1, *) }
  /// The number of rows: all sizes but the last.
  var rows: Int { count / columns }
  var columns: Int { shape.last! }
}

/// Where one parameter lives while a network is trained or predicts.
public struct ParameterMemory<Scalar: MatrixScalar> {
  /// Shape: that of the description, row after row.
  public let value: UnsafeMutablePointer<Scalar>
  /// Of the same shape; zero in a network that only predicts.
  public let gradient: UnsafeMutablePointer<Scalar>
}

/// The memory that a layer computes in: one batch, or one lane's share of the rows that are predicted.
public struct LayerMemory<Scalar: MatrixScalar> {
  /// The layer's place in the network, counted from 0; those within residual blocks count, too, and so do the blocks'
  /// beginnings and ends.
  public let layer: Int
  /// Shape: (rows, inputs)
  public let input: UnsafeMutablePointer<Scalar>
  /// Shape: (rows, outputs)
  public let output: UnsafeMutablePointer<Scalar>
  /// ∂loss/∂output, shape (rows, outputs), which `backward` may overwrite. In training only.
  public let outputGradient: UnsafeMutablePointer<Scalar>!
  /// ∂loss/∂input, shape (rows, inputs). `nil` in the first layer.
  public let inputGradient: UnsafeMutablePointer<Scalar>?
  /// What the node keeps from `forward` to `backward`, shape (rows, scratch). In training only, and only
  /// where the layer requests it.
  public let scratch: UnsafeMutablePointer<Scalar>?
  /// Where a residual block is taken apart: the block's input at its sum, the sum's output gradient at its beginning.
  var other: UnsafeMutablePointer<Scalar>?
}

extension LayerMemory {
  /// What the node keeps of rows from `row` on, `width` scalars each. `nil` where it keeps nothing.
  @inline(__always)
  public func scratch(fromRow row: Int, width: Int) -> UnsafeMutablePointer<Scalar>? {
    guard let scratch else { return nil }
    return scratch + row * width
  }

  /// Copies the input of some rows to their output: a layer that does nothing, forward.
  public func passOn(_ rows: Range<Int>, width: Int) {
    (output + rows.lowerBound * width).update(
      from: input + rows.lowerBound * width, count: rows.count * width)
  }

  /// Copies the output gradient of some rows to their input gradient: a layer that does nothing, backward.
  public func passBack(_ rows: Range<Int>, width: Int) {
    guard let inputGradient else { return }
    (inputGradient + rows.lowerBound * width).update(
      from: outputGradient + rows.lowerBound * width, count: rows.count * width)
  }
}

/// The work of one layer.
///
/// `forward` and `backward` get a range of the batch's rows and touch nothing else, so that several
/// threads can each take a range through the whole network without waiting for each other. `gradient` is
/// called when all rows have been through.
public protocol LayerNode<Scalar>: AnyObject {
  associatedtype Scalar: MatrixScalar

  /// Computes the outputs of the given rows.
  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass)

  /// Computes the input gradient of the given rows from their output gradient.
  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>)

  /// Computes rows `block` of a parameter's gradient, summed over the batch's `rows` rows.
  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>)
}

extension LayerNode {
  /// Does nothing, for layers without parameters.
  public func gradient(
    ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>
  ) {}
}

/// The work of a layer whose rows depend on each other, such as rows that are normalized together.
///
/// Training cuts its pass through the network at such a node: all threads wait until every row has arrived,
/// each gathers what it needs from all rows of some columns, they wait again and continue. A network without
/// such a node never waits during a pass.
public protocol RowCouplingNode<Scalar>: LayerNode {
  /// How many columns there are to gather from.
  var columns: Int { get }

  /// Gathers from the inputs of all of a training batch's `rows` rows, before the forward pass.
  func gatherForward(columns: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>)

  /// Gathers from the output gradients of all rows, before the backward pass.
  func gatherBackward(columns: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>)
}
