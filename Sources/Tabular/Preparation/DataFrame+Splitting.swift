import LinearAlgebra

extension DataFrame {
  /// A random sample of rows without replacement: the rows that pandas samples, in pandas's order.
  ///
  /// The size is `fraction · rowCount`, rounded half to even. The sample remembers its `rowNumbers`, so
  /// that the rest of the frame is `frame.dropping(rows: sample.rowNumbers)`.
  /// - Parameter fraction: the share of the rows, from 0 to 1.
  /// - Parameter seed: what pandas calls `random_state`.
  /// - Precondition: the fraction lies between 0 and 1.
  /// Source: pandas, `DataFrame.sample(frac=, random_state=)`: the head of NumPy's
  /// `RandomState(seed).permutation(rowCount)`.
  public func sample(fraction: Double, seed: UInt32) -> DataFrame {
    self[rows: Self.sampledPlaces(fraction: fraction, of: rowCount, seed: seed).map { Int($0) }]
  }

  /// Splits the rows at random into a sample, in the sample's order, and all other rows, in the frame's order.
  ///
  ///     let (train, validation) = wine.randomSplit(by: 0.7, seed: 0)
  ///
  /// - Parameter fraction: the share of the first part, from 0 to 1, as in `sample`.
  /// - Parameter seed: of the sample, as in `sample`.
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

  /// A sample of all rows or of a number of rows, and the rest in order.
  func splitPlaces(by fraction: Double, of rows: Int? = nil, seed: UInt32) -> (RowPlaces, RowPlaces) {
    let rows = rows ?? rowCount
    let sampled = Self.sampledPlaces(fraction: fraction, of: rows, seed: seed)
    let isSampled = Self.marked(sampled, of: rows)
    return (
      RowPlaces(sampled),
      RowPlaces(below: rows) { !isSampled[$0] }
    )
  }

  /// For each of some rows whether it is in the sample of `sample(fraction:seed:)`.
  package static func sampledRows(fraction: Double, of rows: Int, seed: UInt32) -> [Bool] {
    marked(sampledPlaces(fraction: fraction, of: rows, seed: seed), of: rows)
  }

  private static func marked(_ places: [UInt32], of rows: Int) -> [Bool] {
    places.reduce(into: [Bool](repeating: false, count: rows)) { $0[Int($1)] = true }
  }

  private static func sampledPlaces(fraction: Double, of rows: Int, seed: UInt32) -> [UInt32] {
    let size = sampleSize(fraction, of: rows)
    var generator = MersenneTwister(seed: seed)
    return Array(generator.shortPermutation(of: rows).prefix(size))
  }

  /// The number of rows in a sample.
  func sampleSize(_ fraction: Double, of rows: Int) -> Int { Self.sampleSize(fraction, of: rows) }

  static func sampleSize(_ fraction: Double, of rows: Int) -> Int {
    precondition((0...1).contains(fraction), "A fraction lies between 0 and 1, received \(fraction).")
    return Int((fraction * Double(rows)).rounded(.toNearestOrEven))
  }
}

extension DataFrame {
  /// Divides the rows into folds for cross-validation.
  ///
  ///     try wine.folds(5, seed: 0)                                        // shuffled
  ///     try wine.folds(5, seed: 0, stratifiedBy: "quality", repeats: 3)   // 15 folds
  ///
  /// - Parameter count: the number of folds, 2 or more.
  /// - Parameter seed: of the shuffling before; scikit-learn's `random_state`. Default: no shuffling.
  /// - Parameter name: a column of texts, booleans or whole numbers, whose classes have in every fold the
  ///   proportions that they have in all rows. Default: none.
  /// - Parameter repeats: how often to divide all rows, each time with a new shuffling. Default: once.
  /// - Throws: `TabularError.preparation` where there are more folds than rows, or than rows of a class, or the
  ///   column has no classes; `.unknownColumn`, `.missingValues`.
  /// - Precondition: two folds or more; one repetition or more; a seed where there is more than one.
  /// Source: scikit-learn's `KFold`, `StratifiedKFold` and their repeated kinds, rows included.
  public func folds(
    _ count: Int, seed: UInt32? = nil, stratifiedBy name: String? = nil, repeats: Int = 1
  ) throws(TabularError) -> [Fold] {
    guard let name else { return try Fold.all(count, rows: rowCount, seed: seed, repeats: repeats) }
    let (labels, codes) = try self[name].classes()
    let sizes = classSizes(codes, classes: labels.count)
    if count <= rowCount, let rare = sizes.firstIndex(where: { $0 < count }) {
      throw .preparation(.rareClass(column: name, label: labels[rare], rows: sizes[rare], folds: count))
    }
    return try Fold.stratified(count, codes: codes, classes: labels.count, seed: seed, repeats: repeats)
  }

  /// Splits the rows at random so that a column's classes have in both parts the proportions that they have in
  /// all rows.
  ///
  ///     let (train, validation) = try wine.stratifiedSplit(by: 0.7, on: "quality", seed: 0)
  ///
  /// The first part has the size of `sample(fraction:seed:)`. Each class contributes its share, rounded down;
  /// the rows still needed come, one each, from the classes whose shares lost most by rounding (of equal ones
  /// the smaller label), and then every class of two rows or more has at least one in each part. Its rows are the first of each class in NumPy's
  /// `RandomState(seed).permutation(rowCount)`, in that order; the second part is in the frame's order.
  /// - Parameter fraction: the share of the first part, from 0 to 1.
  /// - Parameter name: a column of texts, booleans or whole numbers.
  /// - Parameter seed: of the permutation.
  /// - Throws: `TabularError.preparation` where a class has only one row, or the column has no classes;
  ///   `.unknownColumn`, `.missingValues`.
  /// - Precondition: the fraction lies between 0 and 1.
  public func stratifiedSplit(
    by fraction: Double, on name: String, seed: UInt32
  ) throws(TabularError) -> (DataFrame, DataFrame) {
    let (labels, codes) = try self[name].classes()
    let sizes = classSizes(codes, classes: labels.count)
    if let single = sizes.firstIndex(of: 1) {
      throw .preparation(.singleRow(column: name, label: labels[single]))
    }
    let (taken, rest) = Self.stratified(
      codes: codes, classes: labels.count, fraction: fraction, singles: true, seed: seed)
    return (self[rows: taken], self[rows: rest])
  }

  /// The rows of a stratified split: those taken, in the permutation's order, and the others in order.
  ///
  /// - Parameter singles: whether the row of a class that has one is taken.
  static func stratified(
    codes: [Int], classes: Int, fraction: Double, singles: Bool, seed: UInt32
  ) -> (taken: [Int], rest: [Int]) {
    var sizes = [Int](repeating: 0, count: classes)
    for code in codes { sizes[code] += 1 }
    var quotas = quotas(of: sampleSize(fraction, of: codes.count), sizes: sizes)
    if fraction > 0 && fraction < 1 {
      for (label, size) in sizes.enumerated() where size > 0 {
        quotas[label] = size == 1 ? (singles ? 1 : 0) : min(max(quotas[label], 1), size - 1)
      }
    }
    var generator = MersenneTwister(seed: seed)
    var isTaken = [Bool](repeating: false, count: codes.count)
    let taken = generator.permutation(of: codes.count).filter { row in
      guard quotas[codes[row]] > 0 else { return false }
      quotas[codes[row]] -= 1
      isTaken[row] = true
      return true
    }
    return (taken, codes.indices.filter { !isTaken[$0] })
  }

  /// Splits a total in the proportion of some sizes, by the largest remainders.
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

  func classSizes(_ codes: [Int], classes: Int) -> [Int] {
    codes.reduce(into: [Int](repeating: 0, count: classes)) { $0[$1] += 1 }
  }
}
