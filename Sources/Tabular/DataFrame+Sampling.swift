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
    self[rows: samplePlaces(fraction: fraction, seed: seed)]
  }

  /// Splits the rows at random: a sample, in the sample's order, and all other rows, in the frame's order.
  ///
  ///     let (train, validation) = wine.randomSplit(by: 0.7, seed: 0)
  ///
  /// - Parameter fraction: the share of the first part, from 0 to 1; sized and drawn as `sample` does.
  /// - Parameter seed: of the draw, as in `sample`.
  /// - Precondition: the fraction lies between 0 and 1.
  public func randomSplit(by fraction: Double, seed: UInt32) -> (DataFrame, DataFrame) {
    let sampled = samplePlaces(fraction: fraction, seed: seed)
    var isSampled = [Bool](repeating: false, count: rowCount)
    for place in sampled { isSampled[place] = true }
    return (self[rows: sampled], self[rows: (0..<rowCount).filter { !isSampled[$0] }])
  }

  private func samplePlaces(fraction: Double, seed: UInt32) -> [Int] {
    precondition((0...1).contains(fraction), "A fraction lies between 0 and 1, received \(fraction).")
    let size = Int((fraction * Double(rowCount)).rounded(.toNearestOrEven))
    var generator = MersenneTwister(seed: seed)
    return Array(generator.permutation(of: rowCount).prefix(size))
  }
}
