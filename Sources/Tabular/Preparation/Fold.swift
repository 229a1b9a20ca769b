import LinearAlgebra

/// One division of the rows for cross-validation: indices of rows.
///
///     for fold in try wine.folds(5, seed: 0) {
///       let train = wine[rows: fold.training]
///       let validation = wine[rows: fold.validation]
///     }
public struct Fold: Sendable, Equatable {
  /// The repetition to which it belongs, counted from 0.
  public let repetition: Int
  /// The fold's number in the repetition, counted from 0.
  public let number: Int
  /// The rows to learn from: all except those of `validation`, in ascending order.
  public let training: [Int]
  /// The rows to validate on, in ascending order. In each repetition, each row is in one fold's validation.
  public let validation: [Int]
}

extension Fold {
  /// Divides rows into folds whose sizes differ by at most one, the larger ones first.
  ///
  /// Without a seed the folds are runs of neighbouring rows.
  /// - Parameter count: the number of folds, 2 or more.
  /// - Parameter rows: the number of rows.
  /// - Parameter seed: of the shuffling before. Default: no shuffling.
  /// - Parameter repeats: how often to divide all rows, each time with a new shuffling. Default: once.
  /// - Throws: `TabularError.preparation` where there are more folds than rows.
  /// - Precondition: two folds or more; one repetition or more; a seed where there is more than one.
  /// Source: scikit-learn's `KFold` and `RepeatedKFold`, with the same rows for the same `random_state`.
  public static func all(
    _ count: Int, rows: Int, seed: UInt32? = nil, repeats: Int = 1
  ) throws(TabularError) -> [Fold] {
    try divided(count, rows: rows, seed: seed, repeats: repeats) { generator in
      foldOfEveryRow(count, rows: rows, &generator)
    }
  }

  /// For each row, the number of the fold in whose validation it is, as `all` divides them.
  ///
  /// - Throws: `TabularError.preparation` where there are more folds than rows.
  package static func numbers(
    _ count: Int, rows: Int, seed: UInt32
  ) throws(TabularError) -> [UInt32] {
    guard count <= rows else { throw .preparation(.moreFoldsThanRows(folds: count, rows: rows)) }
    var generator: MersenneTwister? = MersenneTwister(seed: seed)
    return foldOfEveryRow(count, rows: rows, &generator)
  }

  private static func foldOfEveryRow(
    _ count: Int, rows: Int, _ generator: inout MersenneTwister?
  ) -> [UInt32] {
    let order = generator?.shortPermutation(of: rows) ?? Array(0..<UInt32(rows))
    var foldOfRow = [UInt32](repeating: 0, count: rows)
    for fold in 0..<count {
      // The first rows % count folds have one row more.
      let start = fold * (rows / count) + min(fold, rows % count)
      let size = rows / count + (fold < rows % count ? 1 : 0)
      for place in start..<start + size { foldOfRow[Int(order[place])] = UInt32(fold) }
    }
    return foldOfRow
  }

  /// Divides rows into folds in which every class has its share, as closely as whole rows allow.
  ///
  /// - Parameter codes: the class of every row, from 0 on.
  /// Source: scikit-learn's `StratifiedKFold` and `RepeatedStratifiedKFold`, with the same rows.
  static func stratified(
    _ count: Int, codes: [Int], classes: Int, seed: UInt32?, repeats: Int
  ) throws(TabularError) -> [Fold] {
    let (codes, sizes) = numberedByAppearance(codes, classes: classes)
    // Rows sorted by class are assigned to the folds in turn: this gives the rows of each class in each fold.
    var allocation = [[Int]](repeating: [Int](repeating: 0, count: count), count: classes)
    var dealt = 0
    for (label, size) in sizes.enumerated() {
      for _ in 0..<size {
        allocation[label][dealt % count] += 1
        dealt += 1
      }
    }
    return try divided(count, rows: codes.count, seed: seed, repeats: repeats) { generator in
      var queues = allocation.map { shares in
        let folds = shares.enumerated().flatMap { [UInt32](repeating: UInt32($0.offset), count: $0.element) }
        guard let order = generator?.permutation(of: folds.count) else { return folds[...] }
        return order.map { folds[$0] }[...]
      }
      return codes.map { queues[$0].removeFirst() }
    }
  }

  /// The classes numbered in the order in which they first appear, and the number of rows of each.
  private static func numberedByAppearance(
    _ codes: [Int], classes: Int
  ) -> (codes: [Int], sizes: [Int]) {
    var numbers = [Int?](repeating: nil, count: classes)
    var sizes: [Int] = []
    let renumbered = codes.map { code in
      let number = numbers[code] ?? sizes.count
      if number == sizes.count {
        numbers[code] = number
        sizes.append(0)
      }
      sizes[number] += 1
      return number
    }
    return (renumbered, sizes)
  }

  private static func divided(
    _ count: Int, rows: Int, seed: UInt32?, repeats: Int,
    _ foldOfEveryRow: (inout MersenneTwister?) -> [UInt32]
  ) throws(TabularError) -> [Fold] {
    precondition(count >= 2, "Rows are divided into two folds or more, received \(count).")
    precondition(repeats >= 1, "Rows are divided once or more often, received \(repeats) times.")
    precondition(repeats == 1 || seed != nil, "Repeated folds need a seed: without one all are the same.")
    guard count <= rows else { throw .preparation(.moreFoldsThanRows(folds: count, rows: rows)) }
    var generator = seed.map { MersenneTwister(seed: $0) }
    return (0..<repeats).flatMap { repetition in
      let foldOfRow = foldOfEveryRow(&generator)
      return (0..<count).map { number in
        Fold(
          repetition: repetition, number: number,
          training: foldOfRow.indices.filter { foldOfRow[$0] != number },
          validation: foldOfRow.indices.filter { foldOfRow[$0] == number })
      }
    }
  }
}
