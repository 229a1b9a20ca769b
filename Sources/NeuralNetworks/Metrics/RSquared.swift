import LinearAlgebra

/// The share of the targets' variance that predictions explain: 1 is perfect, 0 no better than the mean.
///
///     R² = 1 − Σ(ŷ − y)² / (Σy² − ȳ·Σy),   the mean over the outputs
///
/// In a weighted metric each term of a sum is multiplied by its row's weight.
///
/// Where all targets of an output are equal, its R² is 0, and NaN where the predictions hit them. In a
/// network of single precision the sums are single, too, and added batch by batch, as Keras adds them: where
/// the mean is much larger than the spread, both Keras's value and this one are good to about four digits.
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.metrics.R2Score`.
public struct RSquared: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("r2_score", also: ["r2", "R2Score"], defaults: Self())
  }
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  public init(name: String = "r2_score") { self.name = name }

  /// The rows, 1 where the sums are single, then for each output an origin o, Σ(y − o), Σ(y − o)² and
  /// Σ(ŷ − y)².
  ///
  /// The origin is 0 in single precision, as Keras's; the first target in double, where nothing is lost then.
  public func stateCount(rows: Int, outputs: Int) -> Int { 2 + 4 * outputs }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    let isFirst = state[0] == 0
    state[0] += rows.totalWeight
    state[1] = rows.precision == .single ? 1 : 0
    for output in 0..<rows.outputs {
      let sums = state + 2 + 4 * output
      switch rows.precision {
      case .single: Self.add(output, of: rows, to: sums, as: Float.self)
      case .double:
        if isFirst { sums[0] = rows.target[output] }
        Self.add(output, of: rows, to: sums, as: Double.self)
      }
    }
  }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double {
    var total = 0.0
    for output in 0..<outputs {
      let sums = state + 2 + 4 * output
      let score =
        state[1] == 1
        ? Double(Self.score(sums, rows: state[0], as: Float.self))
        : Self.score(sums, rows: state[0], as: Double.self)
      total += score.isInfinite ? 0 : score
    }
    return total / Double(outputs)
  }

  private static func score<Scalar: MatrixScalar>(
    _ sums: UnsafePointer<Double>, rows: Double, as: Scalar.Type
  ) -> Scalar {
    let mean = Scalar(sums[1]) / Scalar(rows)
    return 1 - Scalar(sums[3]) / (Scalar(sums[2]) - Scalar(sums[1]) * mean)
  }

  /// Adds one output's sums over the rows, each rounded to the precision as Keras's variables are.
  private static func add<Scalar: MatrixScalar & SIMDScalar>(
    _ output: Int, of rows: MetricRows, to sums: UnsafeMutablePointer<Double>, as: Scalar.Type
  ) {
    let origin = Scalar(sums[0])
    var value = PacketSum<Scalar>(count: rows.count)
    var square = value
    var error = value
    for row in 0..<rows.count {
      let target = Scalar(rows.target[row * rows.outputs + output])
      let difference = target - Scalar(rows.prediction[row * rows.outputs + output])
      let weight = Scalar(rows.weight(ofRow: row))
      value.add((target - origin) * weight, at: row)
      square.add((target - origin) * ((target - origin) * weight), at: row)
      error.add(difference * difference * weight, at: row)
    }
    sums[1] = Double(Scalar(sums[1]) + value.total)
    sums[2] = Double(Scalar(sums[2]) + square.total)
    sums[3] = Double(Scalar(sums[3]) + error.total)
  }
}

/// A sum in the order in which TensorFlow adds a column up: four packets of eight side by side, then one
/// packet, then number by number.
private struct PacketSum<Scalar: MatrixScalar & SIMDScalar> {
  private var lanes = SIMD32<Scalar>()
  private var rest: Scalar = 0
  private let inLanes: Int
  private let inPackets: Int

  init(count: Int) {
    inLanes = count / 32 * 32
    inPackets = count / 8 * 8
  }

  mutating func add(_ value: Scalar, at row: Int) {
    if row < inLanes {
      lanes[row % 32] += value
    } else {
      if row == inLanes { joinLanes() }
      if row < inPackets { lanes[row % 8] += value } else { rest += value }
    }
  }

  /// Adds the packets to the first of them.
  private mutating func joinLanes() {
    for packet in 1..<4 {
      for lane in 0..<8 {
        lanes[lane] += lanes[8 * packet + lane]
        lanes[8 * packet + lane] = 0
      }
    }
  }

  var total: Scalar {
    var joined = self
    joined.joinLanes()
    let packet = joined.lanes.lowHalf.lowHalf
    let four = packet.lowHalf + packet.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1] + rest
  }
}

extension Metric where Self == RSquared {
  /// The share of explained variance.
  public static var rSquared: Self { Self() }
}
