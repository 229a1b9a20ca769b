import LinearAlgebra

extension DataFrame {
  /// Divides the rows into folds for cross-validation.
  ///
  ///     try wine.folds(5, seed: 0)                                        // shuffled
  ///     try wine.folds(5, seed: 0, stratifiedBy: "quality", repeats: 3)   // 15 folds
  ///
  /// - Parameter count: the number of folds, 2 or more.
  /// - Parameter seed: shuffles the rows before; scikit-learn's `random_state`. Default: no shuffling.
  /// - Parameter name: a column of texts, booleans or whole numbers: every fold has its classes in the
  ///   proportion of all rows. Default: none.
  /// - Parameter repeats: how often to divide all rows, each time shuffled anew. Default: once.
  /// - Throws: `TabularError.split` where there are more folds than rows, or than rows of a class;
  ///   `.unknownColumn`, `.missingValues`, and `.labels` where the column names no classes.
  /// - Precondition: two folds or more; one repetition or more; a seed where there is more than one.
  /// Source: scikit-learn's `KFold`, `StratifiedKFold` and their repeated kinds, rows included.
  public func folds(
    _ count: Int, seed: UInt32? = nil, stratifiedBy name: String? = nil, repeats: Int = 1
  ) throws(TabularError) -> [Fold] {
    guard let name else { return try Fold.all(count, rows: rowCount, seed: seed, repeats: repeats) }
    let (labels, codes) = try self[name].classes()
    let sizes = classSizes(codes, classes: labels.count)
    if count <= rowCount, let rare = sizes.firstIndex(where: { $0 < count }) {
      throw .split(.rareClass(column: name, label: labels[rare], rows: sizes[rare], folds: count))
    }
    return try Fold.stratified(count, codes: codes, classes: labels.count, seed: seed, repeats: repeats)
  }

  /// Splits the rows at random so that both parts have a column's classes in the proportion of all rows.
  ///
  ///     let (train, validation) = try wine.stratifiedSplit(by: 0.7, on: "quality", seed: 0)
  ///
  /// The first part is as large as `sample(fraction:seed:)` makes it. Each class gives it its share, rounded
  /// down; what is then lacking comes, a row each, from the classes whose shares lost most by that (of equal
  /// ones the smaller label). Its rows are the first of each class in NumPy's
  /// `RandomState(seed).permutation(rowCount)`, in that order; the second part is in the frame's order.
  /// - Parameter fraction: the share of the first part, from 0 to 1.
  /// - Parameter name: a column of texts, booleans or whole numbers.
  /// - Parameter seed: of the permutation.
  /// - Throws: `TabularError.split` where a class has one row only; `.unknownColumn`, `.missingValues`,
  ///   and `.labels` where the column names no classes.
  /// - Precondition: the fraction lies between 0 and 1.
  public func stratifiedSplit(
    by fraction: Double, on name: String, seed: UInt32
  ) throws(TabularError) -> (DataFrame, DataFrame) {
    precondition((0...1).contains(fraction), "A fraction lies between 0 and 1, received \(fraction).")
    let (labels, codes) = try self[name].classes()
    let sizes = classSizes(codes, classes: labels.count)
    if let single = sizes.firstIndex(of: 1) {
      throw .split(.singleRow(column: name, label: labels[single]))
    }
    let total = Int((fraction * Double(rowCount)).rounded(.toNearestOrEven))
    var quotas = Self.quotas(of: total, sizes: sizes)
    var generator = MersenneTwister(seed: seed)
    var isTaken = [Bool](repeating: false, count: rowCount)
    let taken = generator.permutation(of: rowCount).filter { row in
      guard quotas[codes[row]] > 0 else { return false }
      quotas[codes[row]] -= 1
      isTaken[row] = true
      return true
    }
    return (self[rows: taken], self[rows: (0..<rowCount).filter { !isTaken[$0] }])
  }

  /// Shares out a total in the proportion of some sizes, to the largest remainders.
  private static func quotas(of total: Int, sizes: [Int]) -> [Int] {
    let all = max(sizes.reduce(0, +), 1)
    var quotas = sizes.map { total * $0 / all }
    let remainders = sizes.map { total * $0 % all }
    let byRemainder = sizes.indices.sorted {
      remainders[$0] > remainders[$1] || remainders[$0] == remainders[$1] && $0 < $1
    }
    for place in byRemainder.prefix(total - quotas.reduce(0, +)) { quotas[place] += 1 }
    return quotas
  }

  private func classSizes(_ codes: [Int], classes: Int) -> [Int] {
    codes.reduce(into: [Int](repeating: 0, count: classes)) { $0[$1] += 1 }
  }
}
