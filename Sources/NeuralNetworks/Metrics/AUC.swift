/// The area under the receiver operating characteristic: the chance that a positive is ranked above a negative.
///
///     exact: (Σ ranks of the positives − P(P + 1)/2) / (P·N), equal predictions sharing their mean rank
///     by thresholds: Σ_i (x_i − x_{i+1})·(y_i + y_{i+1})/2, with x the share of negatives and y
///     the share of positives above threshold i
///
/// P and N count positives (targets that are not 0) and negatives. Several outputs count as one list.
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: J. Hanley, B. McNeil, "The Meaning and Use of the Area under a ROC Curve", 1982;
/// Keras, `keras.metrics.AUC`.
public struct AUC: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "auc", also: ["AUC"], defaults: Self(thresholds: 200),
      options: [
        ConfigurableOption(
          "num_thresholds", \.thresholds, AllowedValues("is 2 or more") { $0 ?? 2 >= 2 }, label: "thresholds")
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

  /// Exact: how many there are, then predictions with their targets. By thresholds: positives and
  /// negatives of each bucket.
  public func stateCount(rows: Int, outputs: Int) -> Int {
    thresholds.map { 2 * $0 } ?? 1 + 2 * rows * outputs
  }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    if let thresholds {
      addToBuckets(rows, state, thresholds)
    } else {
      var place = 1 + 2 * Int(state[0])
      for index in 0..<rows.scalars {
        state[place] = rows.prediction[index]
        state[place + 1] = rows.target[index]
        place += 2
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
      state[2 * Int(max(bucket, 0)) + kind] += 1
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

  /// - Parameter pairs: predictions with their targets.
  private func areaByRanks(_ pairs: UnsafePointer<Double>, _ count: Int) -> Double {
    guard !(0..<count).contains(where: { pairs[2 * $0].isNaN }) else { return .nan }
    let order = (0..<count).sorted { pairs[2 * $0] < pairs[2 * $1] }
    var (positives, rankSum) = (0.0, 0.0)
    var first = 0
    while first < count {
      var end = first
      var tiedPositives = 0.0
      while end < count && pairs[2 * order[end]] == pairs[2 * order[first]] {
        if pairs[2 * order[end] + 1] != 0 { tiedPositives += 1 }
        end += 1
      }
      // Ranks first + 1 … end share their mean.
      rankSum += tiedPositives * Double(first + 1 + end) / 2
      positives += tiedPositives
      first = end
    }
    let negatives = Double(count) - positives
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
  }
}

extension Metric where Self == AUC {
  /// The area under the receiver operating characteristic, exact.
  public static var auc: Self { Self() }
  /// The area under the receiver operating characteristic by thresholds; Keras has 200.
  public static func auc(thresholds: Int) -> Self { Self(thresholds: thresholds) }
}
