import LinearAlgebra

extension DataFrame {
  /// A random sample of rows, without repetition: the rows that pandas picks, in pandas's order.
  ///
  /// The size is `fraction · rowCount`, rounded half to even. The sample remembers its `rowNumbers`, so
  /// that the rest of the frame is `frame.dropping(rows: sample.rowNumbers)`.
  /// - Parameter fraction: the share of the rows, from 0 to 1.
  /// - Parameter seed: what pandas calls `random_state`.
  /// - Precondition: the fraction lies between 0 and 1.
  /// Source: pandas, `DataFrame.sample(frac=, random_state=)`: the head of NumPy's
  /// `RandomState(seed).permutation(rowCount)`.
  public func sample(fraction: Double, seed: UInt32) -> DataFrame {
    self[rows: sampledPlaces(fraction: fraction, seed: seed).map { Int($0) }]
  }

  /// Splits the rows at random: a sample, in the sample's order, and all other rows, in the frame's order.
  ///
  ///     let (train, validation) = wine.randomSplit(by: 0.7, seed: 0)
  ///
  /// - Parameter fraction: the share of the first part, from 0 to 1; sized and drawn as `sample` does.
  /// - Parameter seed: of the draw, as in `sample`.
  /// - Precondition: the fraction lies between 0 and 1.
  public func randomSplit(by fraction: Double, seed: UInt32) -> (DataFrame, DataFrame) {
    let (sampled, rest) = splitPlaces(by: fraction, seed: seed)
    return (copying(rows: sampled), copying(rows: rest))
  }

  /// The parts of ``randomSplit(by:seed:)`` as views, which share the columns.
  package func randomSplitViews(by fraction: Double, seed: UInt32) -> (DataFrame, DataFrame) {
    let (sampled, rest) = splitPlaces(by: fraction, seed: seed)
    return (viewing(rows: sampled), viewing(rows: rest))
  }

  private func splitPlaces(by fraction: Double, seed: UInt32) -> (RowPlaces, RowPlaces) {
    let sampled = sampledPlaces(fraction: fraction, seed: seed)
    var isSampled = [Bool](repeating: false, count: rowCount)
    for place in sampled { isSampled[Int(place)] = true }
    return (
      RowPlaces(sampled),
      RowPlaces(below: rowCount) { !isSampled[$0] }
    )
  }

  private func sampledPlaces(fraction: Double, seed: UInt32) -> [UInt32] {
    precondition((0...1).contains(fraction), "A fraction lies between 0 and 1, received \(fraction).")
    let size = Int((fraction * Double(rowCount)).rounded(.toNearestOrEven))
    var generator = MersenneTwister(seed: seed)
    return Array(generator.shortPermutation(of: rowCount).prefix(size))
  }
}
