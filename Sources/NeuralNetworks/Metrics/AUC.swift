/// The area under the receiver operating characteristic: the chance that a positive is ranked above a negative.
///
///     exact: Σ over predictions of positives·(negatives below + half the equal negatives) / (P·N)
///     by thresholds: Σ_i (x_i − x_{i+1})·(y_i + y_{i+1})/2, with x the share of negatives and y
///     the share of positives above threshold i
///
/// P and N count positives (targets that are not 0) and negatives, by their weights in a weighted metric. Several
/// outputs count as one list.
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: J. Hanley, B. McNeil, "The Meaning and Use of the Area under a ROC Curve", 1982;
/// Keras, `keras.metrics.AUC`.
public struct AUC: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "auc", also: ["AUC"], defaults: Self(thresholds: 200),
      options: [
        ConfigurableOption(
          "num_thresholds", \.thresholds,
          AllowedValues("is 2 to 1000000") { 2...1_000_000 ~= $0 ?? 2 }, label: "thresholds")
      ])
  }

  /// How many thresholds, evenly from 0 to 1, to sum over, 2 or more; `nil` where the area is exact, the default
  /// except in files, where it is Keras's 200.
  ///
  /// By thresholds, predictions must be probabilities, and without positives or without negatives the area is
  /// 0; exact, it is NaN then.
  public var thresholds: Int?
  public var name: String

  /// Creates the metric from its properties.
  ///
  /// - Precondition: 2 thresholds or more.
  public init(thresholds: Int? = nil, name: String = "auc") {
    self.thresholds = thresholds
    self.name = name
    checkOptions()
  }

  /// Exact: how many there are, then predictions with their targets and weights. By thresholds: positives and
  /// negatives of each bucket.
  public func stateCount(rows: Int, outputs: Int) -> Int {
    thresholds.map { 2 * $0 } ?? 1 + 3 * rows * outputs
  }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    if let thresholds {
      addToBuckets(rows, state, thresholds)
    } else {
      var place = 1 + 3 * Int(state[0])
      for index in 0..<rows.scalars {
        state[place] = rows.prediction[index]
        state[place + 1] = rows.target[index]
        state[place + 2] = rows.weight(ofRow: index / rows.outputs)
        place += 3
      }
      state[0] += Double(rows.scalars)
    }
  }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double {
    thresholds.map { areaUnderSteps(state, $0) } ?? areaByRanks(state + 1, Int(state[0]))
  }
}

extension AUC {
  /// Counts each prediction in the bucket of the last threshold it exceeds, in single precision as Keras.
  private func addToBuckets(_ rows: MetricRows, _ state: UnsafeMutablePointer<Double>, _ thresholds: Int) {
    for index in 0..<rows.scalars {
      let prediction = Float(rows.prediction[index])
      let kind = rows.target[index] != 0 ? 0 : 1
      guard !prediction.isNaN else {
        state[kind] = .nan
        continue
      }
      let bucket = (min(max(prediction, 0), 1) * Float(thresholds - 1)).rounded(.up) - 1
      state[2 * Int(max(bucket, 0)) + kind] += rows.weight(ofRow: index / rows.outputs)
    }
  }

  private func areaUnderSteps(_ state: UnsafePointer<Double>, _ thresholds: Int) -> Double {
    var (positives, negatives) = (0.0, 0.0)
    for bucket in 0..<thresholds {
      positives += state[2 * bucket]
      negatives += state[2 * bucket + 1]
    }
    guard positives != 0 && negatives != 0 else { return 0 }
    var area = 0.0
    var above = 0.0
    for bucket in (0..<thresholds).reversed() {
      let next = above + state[2 * bucket]
      area += state[2 * bucket + 1] / negatives * (above + next) / positives / 2
      above = next
    }
    return area
  }

  /// - Parameter entries: predictions with their targets and weights.
  private func areaByRanks(_ entries: UnsafePointer<Double>, _ count: Int) -> Double {
    guard !(0..<count).contains(where: { entries[3 * $0].isNaN }) else { return .nan }
    let order = (0..<count).sorted { entries[3 * $0] < entries[3 * $1] }
    var (positives, negatives, area) = (0.0, 0.0, 0.0)
    var first = 0
    while first < count {
      var end = first
      var (tiedPositives, tiedNegatives) = (0.0, 0.0)
      while end < count && entries[3 * order[end]] == entries[3 * order[first]] {
        let weight = entries[3 * order[end] + 2]
        if entries[3 * order[end] + 1] != 0 { tiedPositives += weight } else { tiedNegatives += weight }
        end += 1
      }
      area += tiedPositives * (negatives + tiedNegatives / 2)
      positives += tiedPositives
      negatives += tiedNegatives
      first = end
    }
    return area / (positives * negatives)
  }
}

extension Metric where Self == AUC {
  /// The area under the receiver operating characteristic, exact.
  public static var auc: Self { Self() }
  /// The area under the receiver operating characteristic by thresholds; Keras has 200.
  public static func auc(thresholds: Int) -> Self { Self(thresholds: thresholds) }
}
