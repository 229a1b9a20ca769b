/// Replaces texts of many values by the mean target of the training rows that have the same text.
///
///     e(c) = λ·mean(y | c) + (1 − λ)·mean(y)      λ = n / (n + m)      m = var(y | c) / var(y)
///
/// Means and variances are weighted, and variances divide by the sum of the weights. n is the effective number of
/// training rows with the text c, (Σw)² / Σw²: their number where all have the same weight. A text that training did
/// not see becomes the mean of y, as does one whose rows all have the weight 0; missing texts are a category.
///
/// A training row is encoded by the rows of the other folds alone, so that its own target is not in its features.
/// Source: scikit-learn's `TargetEncoder(smooth="auto", cv=5, random_state=0)` for a continuous target; it is used
/// for the 0 and 1 of classes, too. L. Kish, "Survey Sampling", 1965, for the effective number.
package enum TargetEncoder {
  private static let folds = 5

  /// Learns from the training rows.
  ///
  /// - Parameters:
  ///   - column: the texts.
  ///   - y: the target of each row.
  ///   - weights: how much each row counts, 0 or more and not all 0. Default: all alike.
  ///   - label: what is added to the feature's name, of several targets.
  /// - Returns: the feature for later rows, and its values in the training rows.
  package static func encoding(
    _ column: Column, by y: [Double], weights: [Double]? = nil, label: String? = nil
  ) throws(TabularError) -> (feature: DerivedFeature, training: Column) {
    let weights = weights ?? [Double](repeating: 1, count: y.count)
    let (values, codes) = column.distinctValues()!
    let groups = codes.map { $0 < 0 ? values.count : $0 }
    let (means, other) = Self.means(
      groups, y, weights, rows: Array(y.indices), groups: values.count + 1)
    var known: [String: Double] = [:]
    for (value, mean) in zip(values, means) { known[value.description] = mean ?? other }
    let feature = DerivedFeature(
      means: CategoryMeans(label: label, means: known, missing: means[values.count], other: other),
      of: column.name)
    var encoded = [Double](repeating: other, count: y.count)
    if y.count >= folds {
      for fold in try Fold.all(folds, rows: y.count, seed: 0) {
        guard fold.training.contains(where: { weights[$0] > 0 }) else { continue }
        let (means, other) = Self.means(groups, y, weights, rows: fold.training, groups: values.count + 1)
        for row in fold.validation { encoded[row] = means[groups[row]] ?? other }
      }
    }
    var training = Column(name: feature.name, encoded)
    training.derivation = feature
    return (feature, training)
  }

  /// The smoothed mean of each group among some rows, `nil` where it has no weight, and the mean of all of them.
  private static func means(
    _ group: [Int], _ y: [Double], _ weights: [Double], rows: [Int], groups: Int
  ) -> (means: [Double?], all: Double) {
    let total = rows.reduce(0) { $0 + weights[$1] }
    let mean = rows.reduce(0) { $0 + weights[$1] * y[$1] } / total
    let variance = rows.reduce(0) { $0 + weights[$1] * (y[$1] - mean) * (y[$1] - mean) } / total
    let zeros = [Double](repeating: 0, count: groups)
    var (totals, squaredWeights, sums) = (zeros, zeros, zeros)
    for row in rows {
      totals[group[row]] += weights[row]
      squaredWeights[group[row]] += weights[row] * weights[row]
      sums[group[row]] += weights[row] * y[row]
    }
    var squares = zeros
    for row in rows {
      let difference = y[row] - sums[group[row]] / totals[group[row]]
      squares[group[row]] += weights[row] * difference * difference
    }
    let means = (0..<groups).map { place -> Double? in
      guard totals[place] > 0 else { return nil }
      let count = totals[place] * totals[place] / squaredWeights[place]
      let share = variance * count / (variance * count + squares[place] / totals[place])
      return share.isNaN ? mean : share * sums[place] / totals[place] + (1 - share) * mean
    }
    return (means, mean)
  }
}
