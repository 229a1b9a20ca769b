import LinearAlgebra

/// A layer that switches inputs off at random while the network learns, so that no unit relies on another.
///
///     training:   y = m·x / (1 − rate)     with m = 0 in a share `rate` of the places, else 1
///     inference:  y = x
///
/// Shapes: X (batch, inputs) → Y (batch, inputs)
///
///     Dropout(rate: 0.15, schedule: FlatCosine())        rate = 0.15 · the schedule's value, 0.99 at most
///
/// The rest is scaled up (the inverted form), so that the mean is preserved. It has no parameters. Its random
/// numbers come from the training's seed, the step, the layer's place and the row.
/// Source: N. Srivastava et al., "Dropout", JMLR 15, 2014; `keras.layers.Dropout`.
public struct Dropout: Layer {
  public static var configuration: Configuration<Self> {
    Configuration(
      "dropout", defaults: Dropout(rate: 0),
      options: [
        ConfigurableOption("rate", \.rate, .fraction, isRequired: true),
        ConfigurableOption("schedule", \.factor, AllowedValues<ScheduleFactor>.any),
      ])
  }

  /// The share of inputs that is switched off, in [0, 1).
  public var rate: Double
  /// What the rate is multiplied by at each update; `nil` for nothing. Keras has none.
  public var schedule: (any LearningRateSchedule)?

  /// Creates the layer.
  ///
  /// - Precondition: the rate lies in its range.
  public init(rate: Double, schedule: (any LearningRateSchedule)? = nil) {
    self.rate = rate
    self.schedule = schedule
    checkOptions()
  }

  private var factor: ScheduleFactor? {
    get { schedule.map(ScheduleFactor.init) }
    set { schedule = newValue?.schedule }
  }

  /// The share that an update switches off.
  func rate(at time: TrainingTime) -> Double {
    guard let schedule else { return rate }
    return min(max(rate * schedule.rate(at: time, in: Double.self), 0), 0.99)
  }

  /// The factor of every input: 0 or 1 / (1 − rate).
  public func scratch(inputs: Int) -> Int { inputs }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    DropoutNode(width: inputs, layer: self)
  }
}

extension Dropout: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    left.rate == right.rate && left.factor == right.factor
  }
}

/// Forward:   Y = X ⊙ M
/// Backward:  ∂X = ∂Y ⊙ M
final class DropoutNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int
  private let layer: Dropout

  init(width: Int, layer: Dropout) {
    self.width = width
    self.layer = layer
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    guard pass.mode == .training else { return memory.passOn(rows, width: width) }
    let rate = layer.rate(at: pass.time)
    for row in rows {
      Scalar.kernels.dropOut(
        memory.input + row * width, into: memory.output + row * width,
        factors: memory.scratch! + row * width, rate: rate,
        state: pass.randomStream(layer: memory.layer, row: row).state, count: width)
    }
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    let first = rows.lowerBound * width
    Scalar.kernels.multiplyElements(
      memory.outputGradient + first, memory.scratch! + first, into: inputGradient + first,
      count: rows.count * width)
  }
}
