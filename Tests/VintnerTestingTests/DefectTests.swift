import Synchronization
import Testing
import Vintner
import VintnerTesting

/// Each check finds the defect that it is there for, in parts that are right but for it.
struct DefectTests {
  /// The faults of a part; empty where it keeps its contract.
  private func faults(_ check: () throws -> Void) throws -> String {
    do {
      try check()
      return ""
    } catch let violation as ContractViolation {
      return violation.description
    }
  }

  // MARK: - Layers

  @Test func findsNoFaultInARightLayer() throws { #expect(try faults { try checkLayer(Doubling()) } == "") }

  @Test(arguments: [
    (Doubling.Defect.gradient, "difference quotient"), (.rows, "alone gives"),
    (.noise, "predictions of the same rows"),
    (.configuration, "lacks an option"),
  ])
  func finds(_ defect: Doubling.Defect, _ sentence: String) throws {
    #expect(try faults { try checkLayer(Doubling(defect)) }.contains(sentence))
  }

  // MARK: - Losses

  @Test(arguments: [
    (Halved.Defect.none, ""), (.gradient, "difference quotient"), (.batch, "depends on the batch"),
    (.weights, "by its weight"),
  ])
  func finds(_ defect: Halved.Defect, _ sentence: String) throws {
    let found = try faults { try checkLoss(Halved(defect)) }
    #expect(sentence.isEmpty ? found == "" : found.contains(sentence))
  }

  // MARK: - Optimizers

  @Test(arguments: [
    (Momentum.Defect.none, ""), (.direction, "On a bowl"), (.own, "something of its own"),
    (.decay, "Without a gradient"), (.configuration, "lacks an option"),
  ])
  func finds(_ defect: Momentum.Defect, _ sentence: String) throws {
    let found = try faults { try checkOptimizer(Momentum(defect)) }
    #expect(sentence.isEmpty ? found == "" : found.contains(sentence))
  }

  /// One that counts updates beside the memory that is saved.
  @Test func findsAStateThatIsForgotten() throws {
    #expect(try faults { try checkOptimizer(Momentum(.own)) }.contains("saved and resumed"))
  }

  // MARK: - Metrics, schedules, scalers

  @Test(arguments: [
    (Nearness.Defect.none, ""), (.batch, "depends on the batch"), (.weights, "by weight"),
    (.order, "reverse order"),
  ])
  func finds(_ defect: Nearness.Defect, _ sentence: String) throws {
    let found = try faults { try checkMetric(Nearness(defect)) }
    #expect(sentence.isEmpty ? found == "" : found.contains(sentence))
  }

  @Test(arguments: [(1.0, 0.001, ""), (1, -0.001, "the rate is -"), (0, 0.001, "lacks an option")])
  func findsSchedules(kept: Double, slope: Double, _ sentence: String) throws {
    let found = try faults { try checkSchedule(Falling(rate: 0.1, slope: slope, isKept: kept == 1)) }
    #expect(sentence.isEmpty ? found == "" : found.contains(sentence))
  }

  @Test(arguments: [
    (Shifting.Defect.none, ""), (.constant, "constant column"), (.file, "not equal"),
    (.first, "order of rows"),
  ])
  func finds(_ defect: Shifting.Defect, _ sentence: String) throws {
    let found = try faults { try checkScaler(Shifting(defect: defect)) }
    #expect(sentence.isEmpty ? found == "" : found.contains(sentence))
  }
}

/// Doubles its inputs, but for a defect.
struct Doubling: Layer {
  enum Defect: String, CaseIterable, OptionValue { case none, gradient, rows, noise, configuration }

  static var configuration: Configuration<Self> {
    Configuration(
      "doubling", defaults: Self(),
      options: [
        ConfigurableOption(
          "defect", \.written, AllowedValues("is a defect") { _ in true })
      ])
  }

  var defect: Defect
  /// What files are told.
  var written: Defect {
    get { defect == .configuration ? .none : defect }
    set { defect = newValue }
  }

  init(_ defect: Defect = .none) { self.defect = defect }

  func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    Node(width: inputs, defect: defect)
  }

  private final class Node<Scalar: MatrixScalar>: LayerNode {
    let width: Int
    let defect: Defect
    var calls = 0

    init(width: Int, defect: Defect) { (self.width, self.defect) = (width, defect) }

    func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
      for row in rows {
        for place in row * width..<(row + 1) * width {
          var factor: Scalar = defect == .configuration ? 3 : 2
          if defect == .rows && row == 0 && rows.count > 1 { factor = 1 }
          if defect == .noise && pass.mode == .inference { factor += Scalar(Counter.next() % 7) }
          memory.output[place] = factor * memory.input[place]
        }
      }
    }

    func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
      let slope: Scalar = defect == .gradient ? 2.0002 : defect == .configuration ? 3 : 2
      for place in rows.lowerBound * width..<rows.upperBound * width {
        memory.inputGradient?[place] = slope * memory.outputGradient[place]
      }
    }
  }
}

/// A number that no part should depend on.
enum Counter {
  private static let stream = Mutex(RandomStream(seed: 1))

  static func next() -> Int { stream.withLock { $0.integer(below: 1 << 20) } }
}

/// Half the squared error, but for a defect.
struct Halved: Loss {
  enum Defect: String, CaseIterable, OptionValue { case none, gradient, batch, weights }

  static var configuration: Configuration<Self> {
    Configuration("halved", defaults: Self(), options: [ConfigurableOption("defect", \.defect)])
  }

  var defect: Defect

  init(_ defect: Defect = .none) { self.defect = defect }

  func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    if defect == .none { return HalfSquaredError().sum(rows) }
    var changed = rows
    if defect == .gradient { changed.scale *= 1.001 }
    if defect == .weights { changed.weights = nil }
    let sum = HalfSquaredError().sum(changed)
    return defect == .batch ? sum / Double(rows.count) : sum
  }
}

/// Steps with momentum, but for a defect.
struct Momentum: Optimizer {
  enum Defect: String, CaseIterable, OptionValue { case none, direction, own, decay, configuration }

  static var configuration: Configuration<Self> {
    Configuration(
      "momentum", defaults: Self(), options: options(ConfigurableOption("defect", \.written)))
  }

  var settings = OptimizerSettings(0.02)
  var defect: Defect
  /// What files are told.
  var written: Defect {
    get { defect == .configuration ? .none : defect }
    set { defect = newValue }
  }

  init(_ defect: Defect = .none) { self.defect = defect }

  var initialState: [Double] { [0] }

  func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    let velocity = block.state(0)
    let kept: Scalar = defect == .configuration ? 0.5 : 0.9
    var rate = Scalar(step.learningRate)
    if defect == .direction { rate = -rate }
    if defect == .own { rate *= 1 + Scalar(Counter.next() % 7) / 16 }
    for place in 0..<block.count {
      velocity[place] = kept * velocity[place] + block.gradient[place]
      block.weights[place] -= rate * velocity[place]
      if defect == .decay { block.weights[place] *= 0.999 }
    }
  }
}

/// The share of predictions within 0.4 of their target, but for a defect.
struct Nearness: Metric, Configurable {
  enum Defect: String, CaseIterable, OptionValue { case none, batch, weights, order }

  static var configuration: Configuration<Self> {
    Configuration("nearness", defaults: Self(), options: [ConfigurableOption("defect", \.defect)])
  }

  var name = "nearness"
  var defect: Defect

  init(_ defect: Defect = .none) { self.defect = defect }

  func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    if defect == .batch { (state[0], state[1]) = (0, 0) }
    for row in 0..<rows.count {
      let weight = defect == .weights ? 1 : rows.weight(ofRow: row) * (defect == .order ? Double(row + 1) : 1)
      for place in row * rows.outputs..<(row + 1) * rows.outputs {
        state[0] += abs(rows.prediction[place] - rows.target[place]) < 0.4 ? weight : 0
        state[1] += weight
      }
    }
  }
}

/// A rate that falls to 0 in a straight line.
struct Falling: LearningRateSchedule {
  static var configuration: Configuration<Self> {
    Configuration(
      "falling", defaults: Self(rate: 0.1, slope: 0.001, isKept: true),
      options: [ConfigurableOption("rate", \.rate), ConfigurableOption("slope", \.written)])
  }

  var rate: Double
  var slope: Double
  var isKept: Bool
  /// What files are told.
  var written: Double {
    get { isKept ? slope : 0.0005 }
    set { slope = newValue }
  }

  func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    let left = Scalar(rate) - Scalar(abs(slope)) * Scalar(updates)
    return slope < 0 ? left : max(left, 0)
  }
}

/// Subtracts the smallest value and divides by the range, but for a defect.
struct Shifting: Scaler {
  enum Defect: String, Codable, CaseIterable { case none, constant, file, first }

  struct Learned: ScaledColumn {
    let name: String
    let shift: Double
    let divisor: Double
    let defect: Defect

    var scale: ColumnScale { ColumnScale(name: name, shift: shift, divisor: divisor) }

    private enum CodingKeys: CodingKey { case name, shift, divisor, defect }

    init(_ name: String, _ shift: Double, _ divisor: Double, _ defect: Defect) {
      (self.name, self.shift, self.divisor, self.defect) = (name, shift, divisor, defect)
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      defect = try container.decode(Defect.self, forKey: .defect)
      shift = try defect == .file ? 0 : container.decode(Double.self, forKey: .shift)
      divisor = try container.decode(Double.self, forKey: .divisor)
    }
  }

  var defect: Defect

  func fitted(to frame: DataFrame) throws(TabularError) -> FittedColumnScaler<Learned> {
    let first = frame.rowCount > 0 ? try frame[rows: 0..<1].matrix().row(0) : []
    let names = frame.columns.map(\.name)
    return try FittedColumnScaler(frame) { column, minimum, maximum throws(TabularError) in
      let divisor = maximum - minimum
      let place = names.firstIndex(of: column.name)!
      return Learned(
        column.name, defect == .first ? first[place] : minimum,
        defect == .constant && divisor == 0 ? 1 : divisor, defect)
    }
  }
}
