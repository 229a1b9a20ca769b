/// Replaces texts of many values by the mean target of the training rows that have the same text.
///
///     e(c) = λ·mean(y | c) + (1 − λ)·mean(y)      λ = n / (n + m)      m = var(y | c) / var(y)
///
/// n is the number of training rows with the text c, and variances divide by the number of rows. A text that
/// training did not see becomes the mean of y; missing texts are a category.
///
/// A training row is encoded by the rows of the other folds alone, so that its own target is not in its features.
/// Source: scikit-learn's `TargetEncoder(smooth="auto", cv=5, random_state=0)` for a continuous target; it is used
/// for the 0 and 1 of classes, too.
package enum TargetEncoder {
  private static let folds = 5

  /// Learns from the training rows.
  ///
  /// - Parameters:
  ///   - column: the texts.
  ///   - y: the target of each row.
  ///   - label: what is added to the feature's name, of several targets.
  /// - Returns: the feature for later rows, and its values in the training rows.
  package static func encoding(
    _ column: Column, by y: [Double], label: String? = nil
  ) throws(TabularError) -> (feature: DerivedFeature, training: Column) {
    let (values, codes) = column.distinctValues()!
    let groups = codes.map { $0 < 0 ? values.count : $0 }
    let (means, other) = Self.means(groups, y, rows: Array(y.indices), groups: values.count + 1)
    var known: [String: Double] = [:]
    for (value, mean) in zip(values, means) { known[value.description] = mean ?? other }
    let feature = DerivedFeature(
      means: CategoryMeans(label: label, means: known, missing: means[values.count], other: other),
      of: column.name)
    var encoded = [Double](repeating: other, count: y.count)
    if y.count >= folds {
      for fold in try Fold.all(folds, rows: y.count, seed: 0) {
        let (means, other) = Self.means(groups, y, rows: fold.training, groups: values.count + 1)
        for row in fold.validation { encoded[row] = means[groups[row]] ?? other }
      }
    }
    var training = Column(name: feature.name, encoded)
    training.derivation = feature
    return (feature, training)
  }

  /// The smoothed mean of each group among some rows, `nil` where it has none, and the mean of all of them.
  private static func means(
    _ group: [Int], _ y: [Double], rows: [Int], groups: Int
  ) -> (means: [Double?], all: Double) {
    let mean = rows.reduce(0) { $0 + y[$1] } / Double(rows.count)
    let variance = rows.reduce(0) { $0 + (y[$1] - mean) * (y[$1] - mean) } / Double(rows.count)
    var (counts, sums) = ([Double](repeating: 0, count: groups), [Double](repeating: 0, count: groups))
    for row in rows {
      counts[group[row]] += 1
      sums[group[row]] += y[row]
    }
    var squares = [Double](repeating: 0, count: groups)
    for row in rows {
      let difference = y[row] - sums[group[row]] / counts[group[row]]
      squares[group[row]] += difference * difference
    }
    let means = (0..<groups).map { place -> Double? in
      guard counts[place] > 0 else { return nil }
      let weight = variance * counts[place] / (variance * counts[place] + squares[place] / counts[place])
      return weight.isNaN ? mean : weight * sums[place] / counts[place] + (1 - weight) * mean
    }
    return (means, mean)
  }
}
