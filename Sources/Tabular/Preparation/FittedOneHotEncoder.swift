/// The categories of every column of texts.
public struct FittedOneHotEncoder: Sendable, Equatable, Codable {
  /// The columns that become categories, in the order of the frame that was fitted.
  public let columns: [CategoryColumn]

  /// The frame with 0 and 1 for each category in the place of its column; others stay as they are.
  ///
  /// - Throws: `TabularError.preparation` where columns lack, a category is unknown and that is refused, or
  ///   two columns would have the same name; `.missingValues` where they are refused, `.typesDiffer`.
  public func encoded(_ frame: DataFrame) throws(TabularError) -> DataFrame {
    let places = try frame.places(ofNeededColumns: columns.map(\.name))
    var changed = frame.columns.map { [$0] }
    for (categories, place) in zip(columns, places) {
      let column = frame.columns[place].as(categories.type)
      let codes = try categories.codes(of: column, rowNumbers: frame.storedRowNumbers)
      changed[place] = categories.outputNames.enumerated().map { output, name in
        Column(name: name, codes.map { $0 == output ? 1 : 0 } as [Int])
      }
    }
    let flat = changed.flatMap { $0 }
    try flat.map(\.name).requireDifferentNames()
    return frame.replacing(columns: flat)
  }
}
