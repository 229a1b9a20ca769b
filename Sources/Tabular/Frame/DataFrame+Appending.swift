extension DataFrame {
  /// The frame with more columns, the last ones. For many columns this is faster than one at a time.
  ///
  /// - Throws: `TabularError.repeatedColumn` where a name is taken.
  /// - Precondition: the columns have as many rows as the frame.
  package func appending(columns added: [Column]) throws(TabularError) -> DataFrame {
    guard !added.isEmpty else { return self }
    var names: Set<String> = []
    for column in added where index(ofColumn: column.name) != nil || !names.insert(column.name).inserted {
      throw .repeatedColumn(column.name)
    }
    return replacing(columns: columns + added)
  }

  /// The frame with features that are computed from its columns, the last ones.
  ///
  /// - Throws: `TabularError.repeatedColumn` where a name is taken; as ``column(of:)``.
  package func appending(_ features: [DerivedFeature]) throws(TabularError) -> DataFrame {
    var added: [Column] = []
    for feature in features { added.append(try column(of: feature)) }
    return try appending(columns: added)
  }
}
